#include "eraser.hpp"

#include <fmt/core.h>

#include <thread>

#include "shrike/base/diag.hpp"

namespace shrike::app {

namespace {
constexpr std::chrono::milliseconds kWait{200};
constexpr std::chrono::milliseconds kLook{10};
constexpr int kRemainsTries = 20;  ///< readers come and go
}  // namespace

void Eraser::erase(ErasureWish wish, Done done) {
  auto kept = std::make_shared<Done>(std::move(done));
  Task task{std::move(wish), [kept](auto result) { (*kept)(std::move(result)); }};
  if (!queue_.try_push(std::move(task))) (*kept)(Error{ErrorKind::unavailable, "too many erasures are waiting"});
}

void Eraser::run(const std::stop_token& stop) {
  std::vector<Task> tasks;
  while (!stop.stop_requested()) {
    tasks.clear();
    turn_keys();
    queue_.pop_batch(tasks, 1, kWait);
    for (Task& task : tasks) {
      auto done = carry_out(task.wish, stop);
      if (!done) diag::error("erasure", "not finished, repeat it: {}", done.error().message);
      task.done(std::move(done));
    }
  }
}

void Eraser::turn_keys() {
  const auto turned = parts_.path.keys().turn(parts_.path.log().oldest_seq());
  if (!turned && !turning_failed_) diag::error("erasure", "no new epoch of keys: {}", turned.error().message);
  turning_failed_ = !turned;
}

template <class Condition>
Result<void> Eraser::wait_for(const char* what, const std::stop_token& stop, const Condition& condition) {
  const TimeUs deadline_us = parts_.clock.steady_us() + kPatienceUs;
  while (!condition()) {
    if (stop.stop_requested() || parts_.clock.steady_us() > deadline_us)
      return Error{ErrorKind::unavailable, fmt::format("the erasure is not finished: {}; repeat it", what)};
    std::this_thread::sleep_for(kLook);
  }
  return {};
}

Result<void> Eraser::take_off_lists(const store::Subject& subject, const std::stop_token& stop) {
  domain::Event event;
  event.tenant = subject.tenant;
  event.time_us = event.ingested_at_us = parts_.clock.now_us();
  domain::Control control;
  control.action = domain::Control::Action::blocklist_remove;
  control.entry.kind = subject.kind;
  control.entry.value = subject.value;
  event.body = std::move(control);
  const auto applied = std::make_shared<std::promise<Result<void>>>();
  auto future = applied->get_future();
  parts_.submit(std::move(event), [applied](Result<void> done) { applied->set_value(std::move(done)); });
  const auto ready = [&] { return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready; };
  auto waited = wait_for("the event log does not take it", stop, ready);
  return waited ? future.get() : waited;
}

Result<store::Erasure> Eraser::carry_out(const ErasureWish& wish, const std::stop_token& stop) {
  eventlog::EventLog& log = parts_.path.log();
  eventlog::SubjectKeys& keys = parts_.path.keys();
  engine::Checkpointer& checkpoints = parts_.path.checkpointer();
  const store::Subject& subject = wish.subject;
  const std::string pseudonym = parts_.pseudonym(subject.tenant, subject.kind, subject.value);
  const eventlog::SubjectId in_log = keys.subject(subject.tenant, subject.kind, subject.value);
  if (log.oldest_seq() != 0 && log.oldest_seq() <= keys.clear_to())
    return Error{ErrorKind::unavailable,
                 fmt::format("the event log still holds events up to {} from before it was sealed; they go when it has "
                             "come round",
                             keys.clear_to())};
  if (auto done = take_off_lists(subject, stop); !done) return done.error();
  // All that lies under the old key has a number up to `newest`.
  if (auto done = keys.retire(in_log); !done) return done.error();
  const domain::Seq newest = log.head_seq();
  checkpoints.request(newest);
  if (auto done = wait_for("the store is behind", stop, [&] { return log.cursor("archive") >= newest; }); !done)
    return done.error();
  auto counts = store::erase_subject(parts_.database, subject, parts_.pseudonym);
  if (!counts) return counts.error();
  // Nobody needs the sealed events once a checkpoint knows all that they say.
  if (auto done = wait_for("no checkpoint was written", stop, [&] { return checkpoints.published_from() >= newest; });
      !done)
    return done.error();
  if (auto done = keys.destroy(in_log); !done) return done.error();
  store::Erasure erasure;
  erasure.erased_at_us = parts_.clock.now_us();
  erasure.tenant = subject.tenant;
  erasure.kind = to_string(subject.kind);
  erasure.subject = pseudonym;
  erasure.reason = wish.reason;
  erasure.by = wish.by;
  erasure.counts = std::move(*counts);
  erasure.log_to = newest;
  Result<void> destroyed;
  for (int tries = 0; tries < kRemainsTries; ++tries) {
    destroyed = store::destroy_remains(parts_.database);
    if (destroyed || stop.stop_requested() || destroyed.error().kind != ErrorKind::unavailable) break;
    std::this_thread::sleep_for(kWait);
  }
  if (!destroyed) return destroyed.error();
  return store::record_erasure(parts_.database, std::move(erasure));
}

}  // namespace shrike::app
