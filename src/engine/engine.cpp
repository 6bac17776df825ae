#include "shrike/engine/engine.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "shrike/domain/event_codec.hpp"
#include "shrike/engine/checkpointer.hpp"

namespace shrike::engine {

namespace {
constexpr TimeUs kIdleWaitUs = 50 * kMillisecondUs;  // how soon a stop is noticed
constexpr TimeUs kSavingWaitUs = kMillisecondUs;     // an idle engine hands over its state quickly
}  // namespace

void JudgesView::set(const ModelChoice& choice) {
  auto fresh = std::make_shared<const ModelChoice>(choice);
  std::string missing = choice.missing();
  const std::lock_guard lock(mutex_);
  missing_ = std::move(missing);
  choice_.swap(fresh);  // the old one goes after the lock
}

std::shared_ptr<const ModelChoice> JudgesView::choice() const {
  const std::lock_guard lock(mutex_);
  return choice_;
}

JudgesView::Judges JudgesView::get(std::string_view tenant) const {
  const auto choice = this->choice();
  if (choice == nullptr) return {};
  return {choice->of(domain::EventKind::transaction, tenant), choice->of(domain::EventKind::message, tenant),
          choice->champions(tenant)};
}

bool JudgesView::challenges(domain::EventKind about, std::string_view tenant) const {
  const auto choice = this->choice();
  return choice != nullptr && choice->challenges(about, tenant);
}

std::string JudgesView::missing() const {
  const std::lock_guard lock(mutex_);
  return missing_;
}

Engine::Engine(eventlog::EventLog& log, Core& core, const EngineSettings& settings, const Clock& clock,
               std::vector<domain::DecisionSink*> sinks, EngineStart start)
    : log_(log),
      core_(core),
      settings_(settings),
      clock_(clock),
      sinks_(std::move(sinks)),
      quiet_until_(start.quiet_until),
      checkpointer_(start.checkpointer),
      head_at_start_(log.head_seq()),
      reader_(log.reader(start.after + 1)) {
  log_.set_cursor("engine", reader_.position() - 1);
  status_.caught_up = reader_.position() > head_at_start_;
  status_.judges.set(core.model_choice());
}

Result<void> Engine::run(const std::stop_token& stop) {
  while (true) {
    const bool stopping = stop.stop_requested();
    const bool saving = checkpointer_ != nullptr && checkpointer_->in_snapshot();
    const auto done = step(stopping ? 0 : saving ? kSavingWaitUs : kIdleWaitUs);
    if (!done) return done.error();
    if (stopping && *done == 0) return {};
  }
}

Result<std::size_t> Engine::step(TimeUs wait_us) {
  gathered_.clear();
  caller_waits_ = false;
  first_ = reader_.position();
  const bool idle = log_.head_seq() < reader_.position();
  if (auto done = gather(wait_us); !done) return done.error();
  if (reader_.position() == first_) {
    if (checkpointer_ != nullptr) checkpointer_->after_step(core_, reader_.position() - 1);
    return std::size_t{0};
  }
  // An engine that had nothing to do, or that somebody waits for, closes its batch at once; a busy one lets it fill.
  const TimeUs deadline_us = clock_.steady_us() + settings_.batch_wait_ms_max * kMillisecondUs;
  while (!idle && !caller_waits_ && status_.caught_up && gathered_.size() < settings_.batch_size_max) {
    const TimeUs left_us = deadline_us - clock_.steady_us();
    const domain::Seq before = reader_.position();
    if (left_us <= 0) break;
    if (auto done = gather(left_us); !done) return done.error();
    if (reader_.position() == before) break;
  }
  apply_gathered();
  return static_cast<std::size_t>(reader_.position() - first_);
}

Result<void> Engine::gather(TimeUs wait_us) {
  std::size_t max = settings_.batch_size_max - gathered_.size();
  // A step never holds both events that the sinks had before a restart and new ones.
  if (reader_.position() <= quiet_until_)
    max = std::min(max, static_cast<std::size_t>(quiet_until_ - reader_.position() + 1));
  const auto count = reader_.next(records_, max, wait_us);
  if (!count) return count.error();
  for (const eventlog::RecordView& record : records_) {
    if (record.destroyed) continue;  // the checkpoint knows what it did, or nobody does any more
    auto event = domain::decode_event(record.payload);
    if (!event) return Error{ErrorKind::corrupt, fmt::format("event {}: {}", record.seq, event.error().message)};
    event->seq = record.seq;
    caller_waits_ = caller_waits_ || (record.flags & eventlog::kCallerWaits) != 0;
    const bool reasons_wanted = (record.flags & eventlog::kReasonsWanted) != 0;
    gathered_.push_back({std::move(*event), record.appended_at_us, reasons_wanted ? Effort::full : Effort::flagged});
  }
  return {};
}

void Engine::apply_gathered() {
  const TimeUs start_us = clock_.steady_us();
  auto batch = std::make_shared<domain::DecisionBatch>();
  batch->first_seq = first_;
  batch->last_seq = reader_.position() - 1;
  const bool quiet = batch->last_seq <= quiet_until_;
  TimeUs event_time_us = status_.event_time_us;
  for (Gathered& item : gathered_) {
    const TimeUs taken_us = clock_.steady_us();
    const bool kept = item.event.kind() == domain::EventKind::label || item.event.kind() == domain::EventKind::control;
    if (kept) (item.event.kind() == domain::EventKind::label ? batch->labels : batch->controls).push_back(item.event);
    auto decision = core_.apply(std::move(item.event), quiet ? Effort::state_only : item.effort);
    if (decision == nullptr) continue;
    if (status_.caught_up) {
      decision->timings.queue = static_cast<std::uint32_t>(std::max<TimeUs>(0, taken_us - item.appended_at_us));
      decision->timings.total += decision->timings.queue;
      status_.decision_us.record(decision->timings.total);
    }
    event_time_us = decision->event.time_us;
    batch->decisions.push_back(std::move(decision));
  }
  status_.decisions += batch->decisions.size();
  status_.event_time_us = event_time_us;
  status_.batch_size.record(gathered_.size());
  status_.step_us.record(static_cast<std::uint64_t>(clock_.steady_us() - start_us));
  publish(std::move(batch));
}

void Engine::publish(domain::DecisionBatchPtr batch) {
  const domain::Seq last = batch->last_seq;
  const auto changes_models = [](const domain::Event& event) {
    const auto& control = std::get<domain::Control>(event.body);
    return control.is_model();
  };
  if (std::ranges::any_of(batch->controls, changes_models)) status_.judges.set(core_.model_choice());
  status_.blocklist_size = core_.blocklist_size();
  status_.entities = core_.entities();
  if (last > quiet_until_) {
    SHRIKE_ASSERT(batch->first_seq > quiet_until_);
    for (domain::DecisionSink* sink : sinks_) sink->accept(batch);
  }
  status_.position = last;
  log_.set_cursor("engine", last);
  if (last >= head_at_start_) status_.caught_up = true;
  if (checkpointer_ != nullptr) checkpointer_->after_step(core_, last);
}

}  // namespace shrike::engine
