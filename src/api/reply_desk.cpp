#include "shrike/api/reply_desk.hpp"

#include <algorithm>

namespace shrike::api {

Result<void> ReplyDesk::submit(std::span<const domain::Event> events, Done done) {
  const std::lock_guard lock(mutex_);
  const auto first = append_(events);
  if (!first) return first.error();
  waiters_.push_back({*first, *first + events.size() - 1, false, {}, std::move(done)});
  return {};
}

void ReplyDesk::accept(const domain::DecisionBatchPtr& batch) {
  const std::lock_guard lock(mutex_);
  for (Waiter& waiter : waiters_) {
    if (waiter.first > batch->last_seq) break;
    if (waiter.decided) continue;
    const auto from = std::ranges::lower_bound(batch->decisions, waiter.first, {}, [](const auto& d) { return d->seq(); });
    for (auto it = from; it != batch->decisions.end() && (*it)->seq() <= waiter.last; ++it) waiter.decisions.push_back(*it);
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

void ReplyDesk::hand_out_ready() {
  // Waiters are in log order, and so are decisions and durability: the ready ones are at the front.
  std::vector<Waiter> ready;
  while (!waiters_.empty() && waiters_.front().decided && waiters_.front().last <= durable_) {
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
