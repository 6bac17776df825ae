#include "shrike/domain/event_codec.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

Result<domain::Seq> append_events(eventlog::EventLog& log, std::span<const domain::Event> events, bool caller_waits,
                                  TimeUs wait_us) {
  std::string bytes;
  std::vector<std::size_t> ends;
  ends.reserve(events.size());
  for (const domain::Event& event : events) {
    domain::append_event(bytes, event);
    ends.push_back(bytes.size());
  }
  std::vector<eventlog::NewRecord> records;
  records.reserve(events.size());
  std::size_t start = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    // Only the last one needs to close its batch: the reply waits for all.
    const bool closes = caller_waits && i + 1 == events.size();
    std::uint16_t flags = caller_waits ? eventlog::kReasonsWanted : 0;
    if (closes) flags |= eventlog::kCallerWaits;
    records.push_back({events[i].kind(), flags, std::string_view(bytes).substr(start, ends[i] - start)});
    start = ends[i];
  }
  return log.append(records, wait_us);
}

}  // namespace shrike::sources
