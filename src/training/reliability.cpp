#include <algorithm>
#include <cmath>
#include <span>

#include "shrike/base/json_writer.hpp"
#include "shrike/base/result.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::training {

namespace {

ReliabilityBin bin_of(std::span<const Forecast> part) {
  ReliabilityBin bin;
  bin.events = part.size();
  bin.probability_min = part.front().probability;
  bin.probability_max = part.back().probability;
  double stated = 0, frauds = 0;
  for (const Forecast& item : part) {
    stated += item.probability;
    frauds += item.fraud ? 1 : 0;
  }
  bin.stated = stated / static_cast<double>(part.size());
  bin.observed = frauds / static_cast<double>(part.size());
  return bin;
}

}  // namespace

Reliability reliability(std::vector<Forecast> forecasts, std::size_t bins) {
  Reliability out;
  const std::size_t count = forecasts.size();
  double squares = 0;
  for (const Forecast& item : forecasts) {
    SHRIKE_ASSERT(!std::isnan(item.probability));
    const double apart = item.probability - (item.fraud ? 1 : 0);
    squares += apart * apart;
  }
  std::ranges::sort(forecasts, {}, &Forecast::probability);
  double error = 0;
  for (std::size_t bin = 0, start = 0; bin < bins && start < count; ++bin) {
    std::size_t end = std::max(start + 1, (bin + 1) * count / bins);
    while (end < count && forecasts[end].probability == forecasts[end - 1].probability) ++end;
    if ((bin + 1) * count / bins <= start) continue;  // equal probabilities have taken this bin's events already
    const ReliabilityBin& done = out.bins.emplace_back(bin_of(std::span(forecasts).subspan(start, end - start)));
    error += static_cast<double>(done.events) * std::abs(done.stated - done.observed);
    start = end;
  }
  if (count == 0) return out;
  out.expected_calibration_error = error / static_cast<double>(count);
  out.brier_score = squares / static_cast<double>(count);
  return out;
}

std::string to_json(const Reliability& reliability) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("expected_calibration_error", reliability.expected_calibration_error);
  out.field("brier_score", reliability.brier_score);
  out.key("bins");
  out.begin_array();
  for (const ReliabilityBin& bin : reliability.bins) {
    out.begin_object();
    out.field("events", bin.events);
    out.field("probability_min", bin.probability_min);
    out.field("probability_max", bin.probability_max);
    out.field("stated", bin.stated);
    out.field("observed", bin.observed);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return text;
}

}  // namespace shrike::training
