#pragma once
// Files of transactions or messages, with or without their truth: for replay, training and evaluation.
#include <deque>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

enum class FileFormat { csv, ndjson };

/// An event and, where the file says so, the truth about it.
struct LabelledEvent {
  domain::Event event;
  std::optional<bool> fraud;
};

/// field → column. Fields are those of POST /analyze plus `is_fraud` and `attributes.NAME`.
using ColumnMap = std::map<std::string, std::string>;
/// Reads "field=column,field=column". Error: invalid, naming the bad part or the unknown field.
Result<ColumnMap> parse_column_map(std::string_view text);

struct BadRow {
  std::size_t line;
  std::string reason;
};
inline constexpr std::size_t kBadRowsListedMax = 20;

/// Reads one event after the other; bad rows are counted and skipped. Not thread-safe.
class FileReader {
 public:
  /// `in` must outlive the reader. Columns that the map does not name are found by their usual names. Event times may
  /// lie anywhere from the year 1970 on. Errors: invalid when a named column is missing or neither an amount nor a text
  /// is there.
  static Result<std::unique_ptr<FileReader>> open(std::istream& in, FileFormat format, const ColumnMap& map,
                                                  const CardTokeniser& tokeniser, const Clock& clock);
  virtual ~FileReader() = default;

  /// nullopt at the end.
  virtual std::optional<LabelledEvent> next() = 0;

  [[nodiscard]] std::size_t rows_read() const { return rows_read_; }
  [[nodiscard]] std::size_t rows_bad() const { return rows_bad_; }
  [[nodiscard]] const std::vector<BadRow>& bad_rows() const { return bad_rows_; }

 protected:
  void bad(std::size_t line, std::string reason);
  std::size_t rows_read_ = 0;

 private:
  std::size_t rows_bad_ = 0;
  std::vector<BadRow> bad_rows_;
};

/// Gives each fraud's label back when its time has come, as chargebacks come in. Needs events in order of time.
class DelayedLabels {
 public:
  explicit DelayedLabels(TimeUs delay_us) : delay_us_(delay_us) {}
  void add(const domain::Event& event, bool fraud);
  /// The next label that is due at or before `now`, if any.
  std::optional<domain::Event> due(TimeUs now_us);

 private:
  TimeUs delay_us_;
  std::deque<domain::Event> waiting_;
};

}  // namespace shrike::sources
