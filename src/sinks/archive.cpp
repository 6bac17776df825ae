#include "shrike/sinks/archive.hpp"

#include <algorithm>
#include <condition_variable>

#include "shrike/base/diag.hpp"
#include "shrike/store/archive_batch.hpp"

namespace shrike::sinks {

namespace {

constexpr std::chrono::milliseconds kIdleWait{50};

/// Everything of several engine steps, as one write.
struct Merged {
  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Event> labels;
  std::vector<domain::Event> controls;
  std::vector<domain::Alert> alerts;
  domain::Seq cursor = 0;
};

Merged merge(const std::vector<domain::DecisionBatchPtr>& batches) {
  Merged out;
  for (const auto& batch : batches) {
    for (const auto& decision : batch->decisions) {
      if (auto alert = domain::alert_for(decision)) out.alerts.push_back(std::move(*alert));
      out.decisions.push_back(decision);
    }
    out.labels.insert(out.labels.end(), batch->labels.begin(), batch->labels.end());
    out.controls.insert(out.controls.end(), batch->controls.begin(), batch->controls.end());
    out.cursor = batch->last_seq;
  }
  return out;
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
                 std::function<void(domain::Seq)> committed)
    : settings_(settings),
      database_(database),
      clock_(clock),
      committed_(std::move(committed)),
      queue_("archive", settings.queue_batches_max) {}

void Archive::accept(const domain::DecisionBatchPtr& batch) { queue_.push(batch); }

void Archive::run(const std::stop_token& stop) {
  std::vector<domain::DecisionBatchPtr> batches;
  while (true) {
    const bool stopping = stop.stop_requested();
    batches.clear();
    take(batches, stopping ? 0 : settings_.wait_us_max);
    if (batches.empty()) {
      if (stopping) return;
      continue;
    }
    if (!store(batches, stop)) return;
  }
}

void Archive::take(std::vector<domain::DecisionBatchPtr>& batches, TimeUs wait_us) {
  if (queue_.pop_batch(batches, 1, kIdleWait) == 0) return;
  // Many rows in one transaction cost a fraction of many transactions.
  const TimeUs deadline_us = clock_.steady_us() + wait_us;
  for (std::size_t rows = 0; (rows += batches.back()->decisions.size()) < settings_.rows_max &&
                             batches.size() < settings_.queue_batches_max;) {
    const TimeUs left_us = std::max<TimeUs>(0, deadline_us - clock_.steady_us());
    if (queue_.pop_batch(batches, 1, std::chrono::microseconds(left_us)) == 0) return;
  }
}

bool Archive::store(const std::vector<domain::DecisionBatchPtr>& batches, const std::stop_token& stop) {
  const Merged merged = merge(batches);
  TimeUs wait_us = settings_.retry_us_min;
  while (true) {
    const TimeUs start_us = clock_.steady_us();
    const auto written = store::write_archive_batch(
        database_, {merged.decisions, merged.labels, merged.controls, merged.alerts, merged.cursor});
    if (written) {
      status_.write_us.record(static_cast<std::uint64_t>(clock_.steady_us() - start_us));
      status_.rows_per_write.record(merged.decisions.size());
      status_.rows += merged.decisions.size();
      status_.position = merged.cursor;
      set_failure({});
      committed_(merged.cursor);
      return true;
    }
    ++status_.retries;
    set_failure(written.error().message);
    diag::warning("archive", "not stored up to {}: {} ({})", merged.cursor, written.error().message,
                  to_string(written.error().kind));
    if (stop.stop_requested()) return false;
    wait_or_stop(wait_us, stop);
    wait_us = std::min(wait_us * 2, settings_.retry_us_max);
  }
}

void Archive::set_failure(std::string text) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(text);
}

std::string Archive::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace shrike::sinks
