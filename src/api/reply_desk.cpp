#include "shrike/api/reply_desk.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace shrike::api {

void ReplyDesk::submit(std::vector<domain::Event> events, Done done) {
  bool first = false;
  {
    std::unique_lock lock(mutex_);
    if (!has_room_locked(events.size())) {
      lock.unlock();
      ++turned_away_;
      return done(full());
    }
    events_waiting_ += events.size();
    first = submitted_.empty();
    const std::size_t count = events.size();
    submitted_.push_back({std::move(events), count, std::move(done)});
  }
  if (first) post_([this] { append_submitted(); });
}

bool ReplyDesk::has_room_locked(std::size_t events) const {
  // What is alone always fits, however much it is.
  if (events_waiting_ == 0) return true;
  return submitted_.size() + waiters_.size() < requests_max_ && events_waiting_ + events <= kEventsMax;
}

bool ReplyDesk::turns_away() {
  const std::lock_guard lock(mutex_);
  const bool full = !has_room_locked(1);
  turned_away_ += full ? 1 : 0;
  return full;
}

std::vector<ReplyDesk::Submission> ReplyDesk::take_group_locked() {
  std::vector<Submission> group;
  for (std::size_t events = 0; !submitted_.empty() && events < kGroupEventsMax; submitted_.pop_front()) {
    events += submitted_.front().events.size();
    group.push_back(std::move(submitted_.front()));
  }
  return group;
}

void ReplyDesk::append_submitted() {
  std::vector<std::pair<Done, Error>> refused;
  {
    const std::lock_guard lock(mutex_);
    while (!submitted_.empty()) {
      auto group = take_group_locked();
      std::vector<domain::Event> events;
      for (Submission& one : group) std::ranges::move(one.events, std::back_inserter(events));
      const auto first = append_(events);
      domain::Seq next = first ? *first : 0;
      for (Submission& one : group) {
        if (!first) {
          events_waiting_ -= one.count;
          refused.emplace_back(std::move(one.done), first.error());
          continue;
        }
        waiters_.push_back({next, next + one.count - 1, false, {}, std::move(one.done)});
        next += one.count;
      }
    }
  }
  for (const auto& [done, error] : refused) done(error);
}

void ReplyDesk::accept(const domain::DecisionBatchPtr& batch) {
  const std::lock_guard lock(mutex_);
  for (Waiter& waiter : waiters_) {
    if (waiter.first > batch->last_seq) break;
    if (waiter.decided) continue;
    const auto from =
        std::ranges::lower_bound(batch->decisions, waiter.first, {}, [](const auto& d) { return d->seq(); });
    for (auto it = from; it != batch->decisions.end() && (*it)->seq() <= waiter.last; ++it)
      waiter.decisions.push_back(*it);
    waiter.decided = waiter.last <= batch->last_seq;
  }
  for (const auto& decision : batch->decisions) {
    recent_.push_back(decision);
    if (recent_.size() > kRecentMax) recent_.pop_front();
  }
  hand_out_ready();
}

void ReplyDesk::durable(domain::Seq seq) {
  const std::lock_guard lock(mutex_);
  durable_ = seq;
  hand_out_ready();
}

void ReplyDesk::fail_waiting(const Error& why) {
  const std::lock_guard lock(mutex_);
  for (const Waiter& waiter : waiters_) events_waiting_ -= waiter.last + 1 - waiter.first;
  post_([waiting = std::make_shared<std::deque<Waiter>>(std::exchange(waiters_, {})), why] {
    for (Waiter& waiter : *waiting) waiter.done(why);
  });
}

void ReplyDesk::hand_out_ready() {
  // Waiters are in log order, and so are decisions and durability: the ready ones are at the front.
  std::vector<Waiter> ready;
  while (!waiters_.empty() && waiters_.front().decided && waiters_.front().last <= durable_) {
    events_waiting_ -= waiters_.front().last + 1 - waiters_.front().first;
    ready.push_back(std::move(waiters_.front()));
    waiters_.pop_front();
  }
  if (ready.empty()) return;
  post_([ready = std::make_shared<std::vector<Waiter>>(std::move(ready))] {
    for (Waiter& waiter : *ready) waiter.done(std::move(waiter.decisions));
  });
}

domain::DecisionPtr ReplyDesk::recent(domain::Seq seq) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::lower_bound(recent_, seq, {}, [](const auto& d) { return d->seq(); });
  return found == recent_.end() || (*found)->seq() != seq ? nullptr : *found;
}

std::size_t ReplyDesk::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace shrike::api
