#pragma once
// PostgreSQL's binary COPY format (https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"). Half the
// client's CPU of the text format and no escaping.
#include <span>
#include <string>

#include "shrike/store/bulk.hpp"

namespace shrike::store {

/// Nearest time that timestamptz and a four-digit year can hold. The exact one stays in the encoded event.
TimeUs postgres_time(TimeUs time_us);

/// Appends rows to a buffer that the caller sends and empties as it likes.
class CopyEncoder final : public BulkRow {
 public:
  explicit CopyEncoder(std::span<const Column> columns) : columns_(columns) {}

  void header();
  void begin_row();
  /// Every column must have been written.
  void end_row();
  void trailer();

  void null() override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void text(std::string_view value) override;
  void bytes(std::string_view value) override;
  void time(TimeUs value) override;
  void boolean(bool value) override;

  std::string buffer;

 private:
  void expect(ColumnType type);
  template <class T>
  void number(T value);
  template <class T>
  void field(T value);

  std::span<const Column> columns_;
  std::size_t at_ = 0;
};

}  // namespace shrike::store
