#include "shrike/api/case_labels.hpp"

#include <fmt/format.h>

#include <utility>

#include "label_event.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::api {

namespace {

std::vector<domain::Event> events_of(const store::DueLabels& due, TimeUs now_us) {
  const LabelWords words{due.fraud, "case", due.note.empty() ? due.by : fmt::format("{}: {}", due.by, due.note)};
  std::vector<domain::Event> events;
  for (const domain::Decision& decision : due.decisions) {
    if (!decision.event_id().empty()) events.push_back(label_event(decision, words, now_us));
  }
  return events;
}

}  // namespace

void CaseLabels::tick() {
  if (since_us_ != 0 && clock_.steady_us() - since_us_ < kStuckAfterUs) {
    asked_ = true;
    return;
  }
  look();
}

void CaseLabels::look() {
  asked_ = false;
  since_us_ = clock_.steady_us();
  queries_.post([this, round = ++round_](store::Database& database) {
    auto due = store::due_case_labels(database, kEventsPerRound);
    std::shared_ptr<const store::DueLabels> found;
    if (due && *due) found = std::make_shared<const store::DueLabels>(std::move(**due));
    post_([this, round, found] { found ? send(round, found) : end(round, false); });
  });
}

void CaseLabels::send(std::uint64_t round, const std::shared_ptr<const store::DueLabels>& due) {
  auto events = events_of(*due, clock_.now_us());
  if (events.empty()) return note(round, due);
  replies_.submit(std::move(events), [this, round, due](const auto& applied) {
    if (applied) {
      told_ = false;
      return note(round, due);
    }
    if (!std::exchange(told_, true))
      diag::warning("cases", "the labels of case {} wait: {}", store::case_id(due->number), applied.error().message);
    asked_ = false;  // the next tick is soon enough
    end(round, false);
  });
}

void CaseLabels::note(std::uint64_t round, const std::shared_ptr<const store::DueLabels>& due) {
  queries_.post([this, round, due](store::Database& database) {
    const auto noted = store::note_labels_sent(database, *due);
    post_([this, round, again = noted.ok()] { end(round, again); });
  });
}

void CaseLabels::end(std::uint64_t round, bool again) {
  if (round != round_) return;  // it was given up, and another one began
  since_us_ = 0;
  if (again || asked_) look();
}

}  // namespace shrike::api
