#include "shrike/domain/event_codec.hpp"
#include "shrike/domain/subjects.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

namespace {

using Subjects = std::array<eventlog::SubjectId, eventlog::kSubjectsMax>;

/// Whom the event is about, written to `out`.
std::span<const eventlog::SubjectId> subjects_of(const domain::Event& event, const eventlog::SubjectKeys* keys,
                                                 Subjects& out) {
  if (keys == nullptr) return {};
  const domain::PersonalEntities people = domain::personal_entities(event);
  for (std::size_t i = 0; i < people.count; ++i)
    out[i] = keys->subject(event.tenant, people.entities[i].kind, people.entities[i].value);
  return {out.data(), people.count};
}

}  // namespace

Result<domain::Seq> append_events(eventlog::EventLog& log, std::span<const domain::Event> events, bool caller_waits,
                                  TimeUs wait_us) {
  std::string bytes;
  std::vector<std::size_t> ends;
  ends.reserve(events.size());
  for (const domain::Event& event : events) {
    domain::append_event(bytes, event);
    ends.push_back(bytes.size());
  }
  std::vector<Subjects> subjects(events.size());
  std::vector<eventlog::NewRecord> records;
  records.reserve(events.size());
  std::size_t start = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    // Only the last one needs to close its batch: the reply waits for all.
    const bool closes = caller_waits && i + 1 == events.size();
    std::uint16_t flags = caller_waits ? eventlog::kReasonsWanted : 0;
    if (closes) flags |= eventlog::kCallerWaits;
    records.push_back({events[i].kind(), flags, std::string_view(bytes).substr(start, ends[i] - start),
                       subjects_of(events[i], log.keys(), subjects[i])});
    start = ends[i];
  }
  return log.append(records, wait_us);
}

}  // namespace shrike::sources
