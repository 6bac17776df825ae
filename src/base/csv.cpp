#include "shrike/base/csv.hpp"

namespace shrike {

namespace {
constexpr int kEnd = std::char_traits<char>::eof();

void skip_byte_order_mark(std::istream& in) {
  if (in.peek() != 0xEF) return;
  char mark[3];
  in.read(mark, 3);
}
}  // namespace

int CsvReader::get() {
  const int c = in_.get();
  if (c == '\n') ++line_;
  return c;
}

CsvReader::Status CsvReader::next(std::vector<std::string>& fields) {
  if (record_line_ == 0) skip_byte_order_mark(in_);
  fields.clear();
  record_line_ = line_;
  int c = get();
  if (c == kEnd) return Status::end;
  fields.emplace_back();
  bool quoted = false;
  bool too_long = false;
  std::size_t bytes = 0;
  for (;; c = get()) {
    if (++bytes > kRecordBytesMax) too_long = true;
    if (c == kEnd) break;
    if (quoted) {
      if (c == '"' && in_.peek() == '"') {
        const int escaped = get();
        if (!too_long) fields.back() += static_cast<char>(escaped);
      } else if (c == '"') {
        quoted = false;
      } else if (!too_long) {
        fields.back() += static_cast<char>(c);
      }
      continue;
    }
    if (c == '\n') break;
    if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (too_long) {
      continue;  // up to the end of the line, without keeping it
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c != '\r' || in_.peek() != '\n') {
      fields.back() += static_cast<char>(c);
    }
  }
  return quoted || too_long ? Status::bad : Status::record;
}

}  // namespace shrike
