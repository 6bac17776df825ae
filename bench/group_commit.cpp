// A bare group commit at a fixed rate: records are due one after the other, what is due is written and synced as one
// group, and each record's time counts from when it was due. What durability alone costs POST /analyze at that rate.
// Prints one line of JSON. Usage: bench_group_commit FOLDER RATE SECONDS RECORD_BYTES
#include <sys/prctl.h>

#include <cstdlib>

#include "support/raw_log.hpp"
#include "support/times.hpp"

namespace {

using namespace shrike::bench;

constexpr std::uint64_t kCapacityBytes = 64U << 20U;

void sleep_until(std::int64_t ns) {
  const timespec at{ns / 1'000'000'000, ns % 1'000'000'000};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_group_commit FOLDER RATE SECONDS RECORD_BYTES\n");
    return 2;
  }
  const double rate = std::atof(argv[2]);
  const auto records = static_cast<std::uint64_t>(rate * std::atof(argv[3]));
  const auto bytes = std::strtoull(argv[4], nullptr, 10);
  prctl(PR_SET_TIMERSLACK, 1);
  RawLog log(argv[1], kCapacityBytes);
  std::vector<std::int64_t> times_ns;
  std::uint64_t groups = 0;
  const std::int64_t start_ns = now_ns();
  const auto due_ns = [&](std::uint64_t record) {
    return start_ns + static_cast<std::int64_t>(static_cast<double>(record) * 1e9 / rate);
  };
  for (std::uint64_t next = 0; next < records; ++groups) {
    sleep_until(due_ns(next));
    std::uint64_t end = next;
    for (const std::int64_t now = now_ns(); end < records && due_ns(end) <= now;) ++end;
    log.commit((end - next) * bytes);
    for (const std::int64_t done_ns = now_ns(); next < end; ++next) times_ns.push_back(done_ns - due_ns(next));
  }
  const double seconds = static_cast<double>(now_ns() - start_ns) / 1e9;
  fmt::print(R"({{"sent":{},"ok":{},"errors":0,"rate":{:.1f},"group_mean":{:.2f},{}}})"
             "\n",
             records, records, static_cast<double>(records) / seconds,
             static_cast<double>(records) / static_cast<double>(groups), quantiles_json(times_ns));
}
