#include "system_figures.hpp"

#include <fstream>
#include <sstream>

namespace shrike::app {

namespace {

constexpr TimeUs kSampleUs = 5 * kSecondUs;
constexpr std::uint64_t kRequestsMin = 20;  // fewer in a minute say nothing about a share

constexpr double kResponseQuantile = 0.95;
const std::string kCounts = "shrike_http_requests_total";
const std::string kDurations = "shrike_http_request_duration_seconds";

/// Routes whose answers take long by nature.
bool is_quick(const MetricLabels& labels) {
  const auto route = labels.find("route");
  return route == labels.end() || (route->second != "/retrain" && route->second != "/ws/dashboard" &&
                                   !route->second.starts_with("/alerts/channels"));
}

bool is_failure(const MetricLabels& labels) {
  const auto code = labels.find("code");
  return code != labels.end() && code->second.starts_with('5');
}

std::string text_of(const char* path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

std::optional<CpuTimes> read_cpu_times(const std::string& stat) {
  std::istringstream in(stat);
  std::string name;
  if (!(in >> name) || name != "cpu") return std::nullopt;
  CpuTimes times;
  // user nice system idle iowait irq softirq steal; what follows is part of user already.
  for (int column = 0; column < 8; ++column) {
    std::uint64_t value = 0;
    if (!(in >> value)) return std::nullopt;
    times.all += value;
    if (column == 3 || column == 4) times.idle += value;
  }
  return times;
}

std::optional<double> read_memory_percent(const std::string& meminfo) {
  std::istringstream in(meminfo);
  double total = 0;
  double available = -1;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    double kib = 0;
    words >> name >> kib;
    if (name == "MemTotal:") total = kib;
    if (name == "MemAvailable:") available = kib;
  }
  if (total <= 0 || available < 0) return std::nullopt;
  return 100 * (1 - available / total);
}

alerts::Figures SystemFigures::measure() {
  alerts::Figures figures;
  figures.cpu_percent = cpu_percent();
  figures.memory_percent = read_memory_percent(text_of("/proc/meminfo"));
  if (const auto space = parts_.folder.space(); space && space->total_bytes > 0)
    figures.disk_percent = 100 * (1 - static_cast<double>(space->free_bytes) / static_cast<double>(space->total_bytes));
  measure_requests(figures);
  figures.lag_events = parts_.lag_events();
  figures.decisions = parts_.decisions();
  figures.accuracy_drop = parts_.accuracy_dropped() ? 1 : 0;
  return figures;
}

std::optional<double> SystemFigures::cpu_percent() {
  const auto times = read_cpu_times(text_of("/proc/stat"));
  if (!times) return std::nullopt;
  const std::uint64_t all = times->all - std::exchange(cpu_all_, times->all);
  const std::uint64_t idle = times->idle - std::exchange(cpu_idle_, times->idle);
  if (all == 0 || idle > all) return std::nullopt;
  return 100 * (1 - static_cast<double>(idle) / static_cast<double>(all));
}

void SystemFigures::measure_requests(alerts::Figures& figures) {
  Requests now{parts_.clock.steady_us(), 0, 0, {}};
  now.all = parts_.metrics.counter_sum(kCounts, is_quick);
  now.failed =
      parts_.metrics.counter_sum(kCounts, [](const auto& labels) { return is_quick(labels) && is_failure(labels); });
  now.duration = parts_.metrics.histogram_sum(kDurations, is_quick);
  if (requests_.empty() || now.at_us - requests_.back().at_us >= kSampleUs) requests_.push_back(now);
  while (requests_.front().at_us < now.at_us - kWindowUs) requests_.pop_front();
  const Requests& before = requests_.front();
  const std::uint64_t all = now.all - before.all;
  if (all < kRequestsMin) return;
  figures.error_percent = 100 * static_cast<double>(now.failed - before.failed) / static_cast<double>(all);
  figures.response_ms = static_cast<double>(now.duration.since(before.duration).quantile(kResponseQuantile)) /
                        static_cast<double>(kMillisecondUs);
}

}  // namespace shrike::app
