#include "text_calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace shrike::training {

namespace {

constexpr double kReach = 60;  ///< log-odds up to which the line is drawn; beyond, the map goes on with slope 1
constexpr double kSlopeLeast = 0.05;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

}  // namespace

Line fit_line(std::span<const TruthScore> scores, Line start, double prior) {
  const auto scams = static_cast<double>(std::ranges::count_if(scores, &TruthScore::scam));
  const double genuine = static_cast<double>(scores.size()) - scams;
  const double high = (scams + 1) / (scams + 2), low = 1 / (genuine + 2);
  Line line = start;
  for (int step = 0; step < 100; ++step) {
    // Newton's method in two unknowns.
    double g0 = prior * (line.offset - start.offset), g1 = prior * (line.slope - start.slope);
    double h00 = prior + 1e-9, h01 = 0, h11 = prior + 1e-9;
    for (const TruthScore& score : scores) {
      const double p = sigmoid(line.slope * score.log_odds + line.offset);
      const double error = p - (score.scam ? high : low), curve = p * (1 - p);
      g0 += error;
      g1 += error * score.log_odds;
      h00 += curve;
      h01 += curve * score.log_odds;
      h11 += curve * score.log_odds * score.log_odds;
    }
    const double determinant = std::max(h00 * h11 - h01 * h01, 1e-12);
    const double offset = (h11 * g0 - h01 * g1) / determinant, slope = (h00 * g1 - h01 * g0) / determinant;
    line.offset -= std::clamp(offset, -2.0, 2.0);
    line.slope = std::max(kSlopeLeast, line.slope - std::clamp(slope, -0.5, 0.5));
    if (std::abs(offset) + std::abs(slope) < 1e-10) break;
  }
  return line;
}

engine::Calibration calibration_of(Line line) {
  return *engine::Calibration::of(
      {{-kReach, line.offset - line.slope * kReach}, {kReach, line.offset + line.slope * kReach}});
}

engine::Calibration followed_by(const engine::Calibration& first, Line line) {
  if (first.knots().empty()) return calibration_of(line);
  auto knots = first.knots();
  for (auto& knot : knots) knot.calibrated = line.slope * knot.calibrated + line.offset;
  return *engine::Calibration::of(std::move(knots));
}

double threshold_of(std::vector<double> genuine, double false_positives) {
  std::ranges::sort(genuine, std::greater<>());
  const auto allowed = static_cast<std::size_t>(false_positives * static_cast<double>(genuine.size()));
  if (allowed + 1 >= genuine.size()) return genuine.empty() ? 0 : genuine.back();
  // Between the last that may reach it and the first that may not.
  return allowed == 0 ? genuine[0] + 0.5 : std::lerp(genuine[allowed], genuine[allowed - 1], 0.5);
}

double best_f1_threshold(std::span<const TruthScore> scores) {
  const auto scams = std::ranges::count_if(scores, &TruthScore::scam);
  if (scams == 0 || scams == std::ssize(scores)) return -std::numeric_limits<double>::infinity();
  const Line line = fit_line(scores, {}, 0);
  std::vector<double> probabilities;
  for (const TruthScore& score : scores) probabilities.push_back(sigmoid(line.slope * score.log_odds + line.offset));
  std::ranges::sort(probabilities, std::greater<>());
  const double all = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
  double found = 0, best = 0, count = 0;
  for (const double p : probabilities) {
    found += p;
    best = std::max(best, 2 * found / (++count + all));
  }
  const double half = std::clamp(best / 2, 0.001, 0.5);
  return (std::log(half / (1 - half)) - line.offset) / line.slope;
}

double calibration_error(std::span<const TruthScore> scores, const engine::Calibration& map) {
  struct Bin {
    double probability = 0, scams = 0;
  };
  std::array<Bin, 10> bins{};
  for (const TruthScore& score : scores) {
    const double p = sigmoid(map(score.log_odds));
    Bin& bin = bins[std::min<std::size_t>(9, static_cast<std::size_t>(p * 10))];
    bin.probability += p;
    bin.scams += score.scam ? 1 : 0;
  }
  double sum = 0;
  for (const Bin& bin : bins) sum += std::abs(bin.probability - bin.scams);
  return scores.empty() ? 0 : sum / static_cast<double>(scores.size());
}

}  // namespace shrike::training
