#pragma once
// CSV as RFC 4180 has it: quotes, doubled quotes, line breaks inside quotes, CRLF or LF.
#include <cstddef>
#include <istream>
#include <string>
#include <vector>

namespace shrike {

/// Reads one record after the other. Memory is bounded by kRecordBytesMax. Not thread-safe.
class CsvReader {
 public:
  static constexpr std::size_t kRecordBytesMax = 1U << 20U;

  /// The stream must outlive the reader. A UTF-8 byte order mark at its start is skipped.
  explicit CsvReader(std::istream& in) : in_(in) {}

  enum class Status { record, end, bad };
  /// Fills `fields`. `bad`: an open quote at the end of the input or a record that is too long; reading may go on.
  Status next(std::vector<std::string>& fields);
  /// Line on which the last record began, from 1.
  [[nodiscard]] std::size_t line() const { return record_line_; }

 private:
  int get();
  std::istream& in_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 0;
};

}  // namespace shrike
