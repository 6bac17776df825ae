// The event log's group commit, with appenders and a committer on threads of their own as the server has them, against
// bare pwrite + fdatasync of the very same groups, on a preallocated and zeroed file in the same folder.
// Alternating rounds, medians. Usage: bench_append [SECONDS_OF_A_ROUND]
#include <fmt/core.h>

#include <chrono>
#include <numeric>
#include <semaphore>
#include <thread>

#include "support/open_log.hpp"
#include "support/own_folder.hpp"
#include "support/raw_log.hpp"
#include "support/raw_writers.hpp"
#include "support/temp_dir.hpp"

namespace {

using namespace shrike;
using bench::checked;
using bench::median;

constexpr int kRounds = 5;
constexpr std::uint64_t kCapacityBytes = 64U << 20U;
constexpr std::uint64_t kRecordHeaderBytes = 32;  // docs/formats/eventlog.md
constexpr std::ptrdiff_t kUnbounded = 1 << 20;    // more than the log itself takes in before it is durable

struct Load {
  int appenders;
  std::size_t record_bytes;
  std::ptrdiff_t open_max;  ///< appended and not yet durable: as many callers wait for their answers
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

class Log {
 public:
  explicit Log(const test::TempDir& dir) : log_(bench::open_log(dir, {.capacity_bytes = kCapacityBytes}, clock_)) {
    log_->on_durable([this](domain::Seq seq) {
      groups_.push_back(seq - durable_);
      open_.release(static_cast<std::ptrdiff_t>(seq - durable_));
      durable_ = seq;
    });
  }

  /// Durable appends per second.
  double run(const Load& load, double seconds) {
    groups_.clear();
    open_.release(load.open_max);
    const domain::Seq before = durable_;
    const auto start = std::chrono::steady_clock::now();
    {
      std::jthread committer([this](const std::stop_token& stop) { commit(stop); });
      std::vector<std::jthread> appenders;
      const std::string payload(load.record_bytes - kRecordHeaderBytes, 'x');
      for (int at = 0; at < load.appenders; ++at)
        appenders.emplace_back([&](const std::stop_token& stop) { append(stop, payload); });
      std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
      for (auto& appender : appenders) appender.request_stop();
      appenders.clear();
    }
    const double rate = static_cast<double>(durable_ - before) / seconds_since(start);
    while (open_.try_acquire()) continue;
    return rate;
  }

  /// Records of each group of the last run.
  [[nodiscard]] const std::vector<std::uint64_t>& groups() const { return groups_; }
  [[nodiscard]] double group_mean() const {
    return static_cast<double>(std::reduce(groups_.begin(), groups_.end())) / static_cast<double>(groups_.size());
  }

 private:
  void append(const std::stop_token& stop, std::string_view payload) {
    const eventlog::NewRecord record{.payload = payload};
    while (!stop.stop_requested()) {
      open_.acquire();
      while (!log_->append({&record, 1}, kSecondUs)) continue;
    }
  }
  void commit(const std::stop_token& stop) {
    while (!stop.stop_requested() || log_->durable_seq() < log_->head_seq()) {
      log_->wait_for_append(20 * kMillisecondUs);
      checked(log_->commit_once());
    }
  }

  const SystemClock clock_;
  std::unique_ptr<eventlog::EventLog> log_;
  std::counting_semaphore<> open_{0};
  std::vector<std::uint64_t> groups_;  // the committer's
  domain::Seq durable_ = 0;            // the committer's
};

/// Records per second when nothing but the disk is in the way.
double run_raw(bench::RawLog& raw, const std::vector<std::uint64_t>& groups, std::size_t record_bytes) {
  std::uint64_t records = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const std::uint64_t group : groups) {
    raw.commit(group * record_bytes);
    records += group;
  }
  return static_cast<double>(records) / seconds_since(start);
}

void compare(const Load& load, double seconds, Log& log, bench::RawLog& raw) {
  std::vector<double> ours, baseline, ratios, sizes;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(log.run(load, seconds));
    baseline.push_back(run_raw(raw, log.groups(), load.record_bytes));
    ratios.push_back(ours.back() / baseline.back());
    sizes.push_back(log.group_mean());
  }
  const std::string open =
      load.open_max == kUnbounded ? "as fast as it goes" : fmt::format("{:>4} waiting", load.open_max);
  fmt::print(
      "{} appender{} {:<18} {:>5} bytes: log {:>8.0f}/s, raw {:>8.0f}/s, ratio {:.2f} (median of rounds {:.2f}), mean "
      "group {:.0f}\n",
      load.appenders, load.appenders == 1 ? ", " : "s,", open, load.record_bytes, median(ours), median(baseline),
      median(ours) / median(baseline), median(ratios), median(sizes));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  bench::run_in_own_folder();
  const double seconds = argc > 1 ? std::atof(argv[1]) : 0.5;
  const test::TempDir dir;
  Log log(dir);
  bench::RawLog raw(dir.path(), kCapacityBytes);
  fmt::print("durable appends, one record each; {} rounds of {} s; raw = pwrite + fdatasync of the same groups\n",
             kRounds, seconds);
  for (const std::size_t bytes : {256U, 1'024U}) {
    for (const std::ptrdiff_t open_max : {std::ptrdiff_t{64}, std::ptrdiff_t{1'000}, kUnbounded}) {
      for (const int appenders : {1, 2, 4}) compare({appenders, bytes, open_max}, seconds, log, raw);
    }
  }
}
