#include "retention.hpp"

#include <fmt/core.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "first_start.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::app {

namespace {

constexpr std::chrono::seconds kFirst{60};  ///< after the start, when there is other work
constexpr std::chrono::milliseconds kPauseMin{50};
constexpr int kPauseShare = 4;  ///< of a step's length

/// False when it was ended by the stop.
bool pause(const std::stop_token& stop, std::chrono::microseconds length) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  return !wake.wait_for(lock, stop, length, [] { return false; }) && !stop.stop_requested();
}

}  // namespace

Result<bool> Retention::step() {
  for (; at_ < store::kRetainedCount; ++at_) {
    const auto what = static_cast<store::Retained>(at_);
    const std::int32_t days = store::days_of(parts_.settings, what);
    if (days == 0) continue;
    const TimeUs now_us = parts_.clock.now_us();
    const auto purged = store::purge(parts_.database, what, now_us - days * kDayUs, now_us, kStepRows);
    if (!purged) return purged.error();
    round_[at_] += purged->rows;
    purged_[at_] += purged->rows;
    if (purged->rows > 0 || purged->more) return true;
  }
  end_round();
  return false;
}

void Retention::end_round() {
  at_ = 0;
  nlohmann::json detail = nlohmann::json::object();
  for (std::size_t i = 0; i < store::kRetainedCount; ++i) {
    if (round_[i] > 0) detail[std::string(store::to_string(static_cast<store::Retained>(i)))] = round_[i];
  }
  round_ = {};
  if (detail.empty()) return;
  store::AuditEntry entry;
  entry.time_us = parts_.clock.now_us();
  entry.tenant = kDefaultTenant;
  entry.actor = "retention";
  entry.address = "local";
  entry.action = "retention.purge";
  entry.outcome = "done";
  entry.detail = detail.dump();
  diag::info("retention", "purged {}", entry.detail);
  parts_.record(std::move(entry));
}

void Retention::run(const std::stop_token& stop) {
  std::chrono::microseconds wait = kFirst;
  while (pause(stop, wait)) {
    const TimeUs start_us = parts_.clock.steady_us();
    const auto more = step();
    if (!more && !std::exchange(failed_, true))
      diag::warning("retention", "nothing is purged: {}", more.error().message);
    if (more) failed_ = false;
    const std::chrono::microseconds took(parts_.clock.steady_us() - start_us);
    wait = more && *more ? std::max<std::chrono::microseconds>(kPauseMin, kPauseShare * took)
                         : std::chrono::microseconds(more ? kEveryUs : kMinuteUs);
  }
}

void Retention::register_metrics(Metrics& metrics) const {
  for (std::size_t i = 0; i < store::kRetainedCount; ++i) {
    const auto what = static_cast<store::Retained>(i);
    metrics.gauge("shrike_retention_purged_rows_total", "Rows purged because of their age, since start",
                  {{"table", std::string(store::to_string(what))}},
                  [this, what] { return static_cast<double>(purged(what)); });
  }
}

}  // namespace shrike::app
