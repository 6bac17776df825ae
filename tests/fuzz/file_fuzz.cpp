// Files of rows for replay and training. The first byte chooses the format; of a CSV file with a map of columns the
// first line is the map.
#include <sstream>

#include "bounds.hpp"
#include "shrike/sources/file_reader.hpp"

namespace {

using namespace shrike;

void read_all(sources::FileReader& reader) {
  std::size_t events = 0;
  while (const auto row = reader.next()) {
    fuzz::check_event(row->event);
    ++events;
  }
  SHRIKE_ASSERT(events + reader.rows_bad() == reader.rows_read());
  SHRIKE_ASSERT(reader.bad_rows().size() == std::min(reader.rows_bad(), sources::kBadRowsListedMax));
}

sources::ColumnMap take_map(std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const auto map = sources::parse_column_map(std::string_view(text).substr(0, end));
  text.erase(0, end + 1);
  return map ? *map : sources::ColumnMap{};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const sources::CardTokeniser tokeniser(std::string(32, 'k'));
  static const ManualClock clock(1'700'000'000 * kSecondUs);
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto format = data[0] % 3 == 0 ? sources::FileFormat::ndjson : sources::FileFormat::csv;
  const auto map = data[0] % 3 == 2 ? take_map(text) : sources::ColumnMap{};
  std::istringstream in(text);
  const auto reader = sources::FileReader::open(in, format, map, tokeniser, clock);
  if (reader) read_all(**reader);
  return 0;
}
