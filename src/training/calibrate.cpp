#include "shrike/training/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace shrike::training {

using engine::Calibration;

namespace {

constexpr std::size_t kPartsOfAll = 30;
constexpr std::size_t kFraudsForIsotonic = 100;
constexpr int kNewtonSteps = 100;

struct Bin {
  double raw_sum = 0;
  double events = 0;
  double frauds = 0;
  [[nodiscard]] double raw() const { return raw_sum / events; }
  [[nodiscard]] double rate() const { return frauds / events; }
  [[nodiscard]] double log_odds() const { return std::log((frauds + 0.5) / (events - frauds + 0.5)); }
  void add(const Bin& other) {
    raw_sum += other.raw_sum;
    events += other.events;
    frauds += other.frauds;
  }
};

std::size_t frauds_of(std::span<const Outcome> outcomes) {
  return static_cast<std::size_t>(std::ranges::count_if(outcomes, &Outcome::fraud));
}

/// By rising score; equal scores share a bin.
std::vector<Bin> bins_of(std::vector<Outcome> outcomes) {
  std::ranges::sort(outcomes, {}, &Outcome::log_odds);
  const double events_full = static_cast<double>(outcomes.size()) / kPartsOfAll;
  const double frauds_full = std::max(1.0, static_cast<double>(frauds_of(outcomes)) / kPartsOfAll);
  std::vector<Bin> bins;
  bool full = true;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool tied = i > 0 && outcomes[i].log_odds == outcomes[i - 1].log_odds;
    if (full && !tied) bins.emplace_back();
    bins.back().add({outcomes[i].log_odds, 1, outcomes[i].fraud ? 1.0 : 0.0});
    full = bins.back().events >= events_full || bins.back().frauds >= frauds_full;
  }
  return bins;
}

std::vector<Bin> pooled(const std::vector<Bin>& bins) {
  std::vector<Bin> out;
  for (const Bin& bin : bins) {
    out.push_back(bin);
    while (out.size() > 1 && out[out.size() - 2].rate() >= out.back().rate()) {
      out[out.size() - 2].add(out.back());
      out.pop_back();
    }
  }
  return out;
}

/// Knots that `Calibration` takes: the half added to each count can turn the order of two small bins around.
Calibration map_of(std::vector<Calibration::Knot> knots) {
  for (std::size_t i = 1; i < knots.size(); ++i)
    knots[i].calibrated = std::max(knots[i].calibrated, knots[i - 1].calibrated);
  auto map = Calibration::of(std::move(knots));
  SHRIKE_ASSERT(map.ok());
  return *map;
}

struct Line {
  double slope = 0, shift = 0;
  double operator()(double x) const { return slope * x + shift; }
};

/// A score and how likely fraud is to be taken there.
struct Soft {
  double x = 0, target = 0;
};

/// To mean 0 and standard deviation 1.
Line standard_scale(const std::vector<Outcome>& outcomes) {
  double mean = 0, squares = 0;
  for (const Outcome& item : outcomes) mean += item.log_odds / static_cast<double>(outcomes.size());
  for (const Outcome& item : outcomes) squares += (item.log_odds - mean) * (item.log_odds - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(outcomes.size()));
  return {1 / deviation, -mean / deviation};
}

double loss_of(const std::vector<Soft>& soft, const Line& line) {
  double sum = 0;
  for (const Soft& item : soft) {
    const double y = line(item.x);
    sum += std::max(y, 0.0) - y * item.target + std::log1p(std::exp(-std::abs(y)));  // cross-entropy, no overflow
  }
  return sum;
}

Line newton_step(const std::vector<Soft>& soft, const Line& line) {
  double g_slope = 0, g_shift = 0, h_ss = 1e-9, h_sb = 0, h_bb = 1e-9;
  for (const Soft& item : soft) {
    const double p = 1 / (1 + std::exp(-line(item.x)));
    const double weight = p * (1 - p);
    g_slope += (p - item.target) * item.x;
    g_shift += p - item.target;
    h_ss += weight * item.x * item.x;
    h_sb += weight * item.x;
    h_bb += weight;
  }
  const double det = h_ss * h_bb - h_sb * h_sb;
  if (!(det > 0)) return {};
  return {-(h_bb * g_slope - h_sb * g_shift) / det, -(h_ss * g_shift - h_sb * g_slope) / det};
}

/// Least cross-entropy, by Newton's steps, each halved until it helps (H. Lin, C. Lin, R. Weng, "A note on Platt's
/// probabilistic outputs for support vector machines", Machine Learning 68, 2007).
Line fit_line(const std::vector<Soft>& soft, Line line) {
  constexpr double kEnough = 1e-10;
  double loss = loss_of(soft, line);
  for (int step = 0; step < kNewtonSteps; ++step) {
    const Line move = newton_step(soft, line);
    double part = 1;
    Line next = line;
    double next_loss = loss;
    for (; part > kEnough; part /= 2) {
      next = {line.slope + part * move.slope, line.shift + part * move.shift};
      next_loss = loss_of(soft, next);
      if (next_loss < loss) break;
    }
    if (!(next_loss < loss)) break;
    line = next;
    loss = next_loss;
    if (std::abs(part * move.slope) + std::abs(part * move.shift) < kEnough) break;
  }
  return line;
}

}  // namespace

Calibration isotonic_calibration(std::vector<Outcome> outcomes) {
  const auto bins = pooled(bins_of(std::move(outcomes)));
  if (bins.empty()) return {};
  std::vector<Calibration::Knot> knots;
  for (const Bin& bin : bins) knots.push_back({bin.raw(), bin.log_odds()});
  return map_of(std::move(knots));
}

Calibration platt_calibration(const std::vector<Outcome>& outcomes) {
  const auto frauds = static_cast<double>(frauds_of(outcomes));
  const double genuine = static_cast<double>(outcomes.size()) - frauds;
  if (frauds == 0 || genuine == 0) return {};
  const auto [low, high] = std::ranges::minmax(outcomes, {}, &Outcome::log_odds);
  if (low.log_odds == high.log_odds) return {};
  // Scores all far from even odds leave no curvature where a search in their own units would begin.
  const Line scale = standard_scale(outcomes);
  std::vector<Soft> soft;
  soft.reserve(outcomes.size());
  for (const Outcome& item : outcomes)
    soft.push_back({scale(item.log_odds), item.fraud ? (frauds + 1) / (frauds + 2) : 1 / (genuine + 2)});
  const Line fitted = fit_line(soft, {0, std::log((frauds + 1) / (genuine + 1))});
  const double slope = fitted.slope * scale.slope;
  const double shift = fitted.slope * scale.shift + fitted.shift;
  if (!(slope > 0) || !std::isfinite(slope) || !std::isfinite(shift)) return {};
  return map_of({{low.log_odds, slope * low.log_odds + shift}, {high.log_odds, slope * high.log_odds + shift}});
}

Calibration calibrate(const std::vector<Outcome>& outcomes) {
  return frauds_of(outcomes) >= kFraudsForIsotonic ? isotonic_calibration(outcomes) : platt_calibration(outcomes);
}

}  // namespace shrike::training
