// JSON from the network to events: POST /analyze, and both forms of POST /transactions.
#include "bounds.hpp"

namespace {

using namespace shrike;
using sources::EventParser;

void check_bulk(const std::variant<EventParser::Bulk, sources::Rejection>& parsed) {
  if (const auto* refused = std::get_if<sources::Rejection>(&parsed)) return fuzz::check_rejection(*refused);
  const auto& bulk = std::get<EventParser::Bulk>(parsed);
  SHRIKE_ASSERT(bulk.events.size() + bulk.rejected_count <= sources::kBulkEventsMax);
  SHRIKE_ASSERT(bulk.rejected.size() == std::min(bulk.rejected_count, sources::kRejectionsListedMax));
  for (const auto& event : bulk.events) fuzz::check_event(event);
  for (const auto& line : bulk.rejected) fuzz::check_rejection(line.rejection);
}

void check_analyze(const std::variant<domain::Event, sources::Rejection>& parsed) {
  if (const auto* refused = std::get_if<sources::Rejection>(&parsed)) return fuzz::check_rejection(*refused);
  fuzz::check_event(std::get<domain::Event>(parsed));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sources::CardTokeniser tokeniser(std::string(32, 'k'));
  static const ManualClock clock(1'700'000'000 * kSecondUs);
  static EventParser parser(tokeniser, clock, "EUR");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_analyze(parser.parse_analyze(text, "default"));
  check_bulk(parser.parse_bulk(text, false, "default"));
  check_bulk(parser.parse_bulk(text, true, "default"));
  return 0;
}
