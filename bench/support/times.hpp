#pragma once
// Times of many single things, kept one by one: percentiles are exact.
#include <fmt/core.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace shrike::bench {

/// The steady clock, in nanoseconds.
inline std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

/// Microseconds at quantile `q` in [0, 1]; 0 when there is none. Sorts `times_ns`.
inline double quantile_us(std::vector<std::int64_t>& times_ns, double q) {
  if (times_ns.empty()) return 0;
  std::ranges::sort(times_ns);
  const auto last = static_cast<double>(times_ns.size() - 1);
  return static_cast<double>(times_ns[static_cast<std::size_t>(q * last + 0.5)]) / 1e3;
}

/// Members of a JSON object.
inline std::string quantiles_json(std::vector<std::int64_t>& times_ns) {
  return fmt::format(R"("p50_us":{:.1f},"p99_us":{:.1f},"p999_us":{:.1f},"max_us":{:.1f})", quantile_us(times_ns, 0.5),
                     quantile_us(times_ns, 0.99), quantile_us(times_ns, 0.999), quantile_us(times_ns, 1));
}

}  // namespace shrike::bench
