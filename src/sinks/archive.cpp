#include "shrike/sinks/archive.hpp"

#include <algorithm>
#include <condition_variable>
#include <thread>

#include "shrike/base/diag.hpp"
#include "shrike/base/fault_point.hpp"
#include "shrike/store/archive_batch.hpp"

namespace shrike::sinks {

namespace {

constexpr TimeUs kIdleWaitUs = 50 * kMillisecondUs;
constexpr std::chrono::microseconds kDurableWait{200};  // about a sync
constexpr int kDurableTriesMax = 5'000;                 // after a stop: a second

/// Everything of several engine steps, as one write.
struct Merged {
  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Event> labels;
  std::vector<domain::Event> controls;
  std::vector<domain::Alert> alerts;
  domain::Seq cursor = 0;
};

Merged merge(const std::vector<domain::DecisionBatchPtr>& batches, domain::RiskLevel alerts_from) {
  Merged out;
  for (const auto& batch : batches) {
    for (const auto& decision : batch->decisions) {
      if (auto alert = domain::alert_for(decision, alerts_from)) out.alerts.push_back(std::move(*alert));
      out.decisions.push_back(decision);
    }
    out.labels.insert(out.labels.end(), batch->labels.begin(), batch->labels.end());
    out.controls.insert(out.controls.end(), batch->controls.begin(), batch->controls.end());
    out.cursor = batch->last_seq;
  }
  return out;
}

/// The database will never take these rows: a value it cannot hold, or one that is there already with other words.
bool is_final(const Error& error) { return error.kind == ErrorKind::invalid || error.kind == ErrorKind::conflict; }

domain::Seq seq_of(const domain::DecisionPtr& decision) { return decision->seq(); }
domain::Seq seq_of(const domain::Event& event) { return event.seq; }

/// Two steps that make the same one, each with about half of its events.
std::vector<domain::DecisionBatchPtr> halves_of(const domain::DecisionBatch& batch) {
  std::vector<domain::Seq> seqs;
  const auto note = [&](const auto& items) {
    for (const auto& item : items) seqs.push_back(seq_of(item));
  };
  note(batch.decisions), note(batch.labels), note(batch.controls);
  std::ranges::sort(seqs);
  const domain::Seq middle = seqs[(seqs.size() - 1) / 2];
  auto first = std::make_shared<domain::DecisionBatch>();
  auto second = std::make_shared<domain::DecisionBatch>();
  const auto divide = [&](const auto& items, auto& low, auto& high) {
    for (const auto& item : items) (seq_of(item) <= middle ? low : high).push_back(item);
  };
  divide(batch.decisions, first->decisions, second->decisions);
  divide(batch.labels, first->labels, second->labels);
  divide(batch.controls, first->controls, second->controls);
  first->first_seq = batch.first_seq;
  first->last_seq = middle;
  second->first_seq = middle + 1;
  second->last_seq = batch.last_seq;
  return {first, second};
}

/// Sleeps, but not past a stop.
void wait_or_stop(TimeUs wait_us, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, std::chrono::microseconds(wait_us), [] { return false; });
}

}  // namespace

Archive::Archive(const ArchiveSettings& settings, store::Database& database, const Clock& clock,
                 std::function<void(domain::Seq)> committed, std::function<domain::Seq()> durable)
    : settings_(settings),
      database_(database),
      clock_(clock),
      committed_(std::move(committed)),
      durable_(std::move(durable)),
      backlog_(settings.queue_decisions_max, settings.folder),
      parking_(settings.folder) {}

void Archive::accept(const domain::DecisionBatchPtr& batch) { backlog_.push(batch); }

void Archive::run(const std::stop_token& stop) {
  int durable_tries = 0;
  while (true) {
    const bool stopping = stop.stop_requested();
    switch (step(kIdleWaitUs)) {
      case Step::stored:
        durable_tries = 0;
        break;
      case Step::idle:
        if (stopping) return;
        break;
      case Step::waiting:
        // A stop comes before the last group is synced, so it is given a moment.
        if (stopping && ++durable_tries == kDurableTriesMax) return;
        std::this_thread::sleep_for(kDurableWait);
        break;
      case Step::failed:
        if (stopping) return;
        wait_or_stop(retry_wait_us_, stop);
        break;
      case Step::broken:
        return;
    }
  }
}

void Archive::halt(const std::string& why) {
  if (halted_.exchange(true)) return;
  diag::error("archive", "stopped: {}", why);
  set_failure(why + "; restart to store the rest from the event log");
}

Archive::Step Archive::step(TimeUs wait_us) {
  if (halted_) return Step::broken;
  if (pending_.empty()) {
    Batches taken;
    if (auto done = take(taken, wait_us, wait_us > 0 ? settings_.wait_us_max : 0); !done) {
      // What was put aside is lost to this process, not to the log: after a restart it is decided again.
      diag::error("archive", "{}", done.error().message);
      set_failure(done.error().message + "; restart to store the rest from the event log");
      return Step::broken;
    }
    if (taken.empty()) return Step::idle;
    pending_.push_back(std::move(taken));
  }
  if (durable_ && durable_() < pending_.front().back()->last_seq) return Step::waiting;
  return store(pending_.front());
}

Result<void> Archive::take(Batches& batches, TimeUs wait_us, TimeUs fill_us) {
  auto first = backlog_.pop(wait_us);
  if (!first) return first.error();
  if (*first == nullptr) return {};
  batches.push_back(std::move(*first));
  // Many rows in one transaction cost a fraction of many transactions.
  const TimeUs deadline_us = clock_.steady_us() + fill_us;
  for (std::size_t rows = 0; (rows += batches.back()->decisions.size()) < settings_.rows_max;) {
    auto next = backlog_.pop(std::max<TimeUs>(0, deadline_us - clock_.steady_us()));
    if (!next) return next.error();
    if (*next == nullptr) return {};
    batches.push_back(std::move(*next));
  }
  return {};
}

Archive::Step Archive::store(const Batches& batches) {
  const Merged merged = merge(batches, settings_.alerts_from);
  const TimeUs start_us = clock_.steady_us();
  SHRIKE_FAULT_POINT("archive.before_begin");
  const auto written = store::write_archive_batch(database_, {merged.decisions, merged.labels, merged.controls,
                                                              merged.alerts, merged.cursor, &settings_.alert_routes});
  if (!written)
    return is_final(written.error()) ? divide(batches, written.error()) : fail(written.error(), merged.cursor);
  SHRIKE_FAULT_POINT("archive.after_commit");
  status_.write_us.record(static_cast<std::uint64_t>(clock_.steady_us() - start_us));
  status_.rows_per_write.record(merged.decisions.size());
  status_.rows += merged.decisions.size();
  status_.position = merged.cursor;
  retry_wait_us_ = 0;
  set_failure({});
  pending_.pop_front();
  committed_(merged.cursor);
  return Step::stored;
}

Archive::Step Archive::divide(const Batches& batches, const Error& why) {
  Batches parts = batches;
  if (batches.size() == 1) {
    const domain::DecisionBatch& batch = *batches.front();
    if (batch.decisions.size() + batch.labels.size() + batch.controls.size() <= 1) return park(batch, why);
    parts = halves_of(batch);
  }
  const auto middle = parts.begin() + static_cast<std::ptrdiff_t>(parts.size() / 2);
  pending_.front() = {parts.begin(), middle};
  pending_.insert(pending_.begin() + 1, Batches{middle, parts.end()});
  return Step::stored;
}

Archive::Step Archive::park(const domain::DecisionBatch& batch, const Error& why) {
  for (const domain::DecisionPtr& decision : batch.decisions) {
    if (auto done = parking_.add(*decision, why); !done) return fail(done.error(), batch.last_seq);
  }
  if (batch.decisions.empty()) diag::error("archive", "event {} cannot be stored: {}", batch.last_seq, why.message);
  auto passed = std::make_shared<domain::DecisionBatch>();
  passed->first_seq = batch.first_seq;
  passed->last_seq = batch.last_seq;
  pending_.front() = {std::move(passed)};
  return Step::stored;
}

Archive::Step Archive::fail(const Error& why, domain::Seq last) {
  ++status_.retries;
  set_failure(why.message);
  diag::warning("archive", "not stored up to {}: {} ({})", last, why.message, to_string(why.kind));
  retry_wait_us_ = std::clamp(retry_wait_us_ * 2, settings_.retry_us_min, settings_.retry_us_max);
  return Step::failed;
}

void Archive::set_failure(std::string text) {
  const std::lock_guard lock(mutex_);
  if (halted_ && !failure_.empty() && text.empty()) return;  // a write that was under way then
  failure_ = std::move(text);
}

std::string Archive::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace shrike::sinks
