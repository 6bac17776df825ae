#pragma once
// How far values have moved from what they were: the population stability index.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/training/go_on.hpp"

namespace shrike::training {

inline constexpr std::size_t kDriftBins = 10;
/// An empty bin counts as this share, so that the logarithm stays finite.
inline constexpr double kDriftEmptyShare = 1e-4;

/// Population stability index: the sum over bins of (a - r) ln(a / r), a and r being the shares of the current and the
/// reference values in a bin (N. Siddiqi 2006, "Credit Risk Scorecards", ch. 9; it is the symmetric divergence of
/// S. Kullback and R. Leibler 1951). The bins are the tenths of the reference, equal values in one; where the reference
/// has at most kDriftBins different values each is a bin of its own, and what was never seen is another. NaN is a bin
/// of its own always. 0 where either side is empty.
double population_stability(std::span<const double> reference, std::span<const double> current);

/// The usual rule for that index: below .1 nothing has happened, from .25 on the population is another one.
inline constexpr double kDriftMoving = 0.1;
inline constexpr double kDriftShifted = 0.25;
/// "stable", "moving", "shifted".
std::string_view drift_level(double psi);

/// Which decisions were looked at.
struct DriftWindow {
  TimeUs from_us = 0;   ///< event time of the oldest
  TimeUs until_us = 0;  ///< of the newest
  std::uint64_t decisions = 0;
};

struct FeatureDrift {
  std::string name;
  double psi = 0;
};

/// How many of the newest payments a forest finds more unusual than it found 99 of 100 before.
struct AnomalyShift {
  double score_p99 = 0;    ///< of the reference
  double share_above = 0;  ///< of the current ones; .01 where nothing has changed
};

struct Drift {
  DriftWindow reference;
  DriftWindow current;
  double score_psi = 0;                 ///< of the fraud probabilities
  std::vector<FeatureDrift> features;   ///< by falling index
  std::optional<AnomalyShift> anomaly;  ///< where there is a forest and rows enough
};

/// Features of sampled decisions, column by column, so that a sample of N decisions costs N x features x 4 bytes.
class FeatureSample {
 public:
  explicit FeatureSample(std::size_t features) : columns_(features) {}
  void reserve(std::size_t rows) {
    for (auto& column : columns_) column.reserve(rows);
  }
  /// As many values as there are features.
  void add(std::span<const float> values);
  [[nodiscard]] std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
  [[nodiscard]] std::size_t features() const { return columns_.size(); }
  [[nodiscard]] std::vector<double> column(std::size_t feature) const;

 private:
  std::vector<std::vector<float>> columns_;
};

/// Of the samples' columns `feature`, which holds anomaly scores; nullopt where either sample has fewer than `rows_min`
/// rows.
std::optional<AnomalyShift> anomaly_shift(const FeatureSample& reference, const FeatureSample& current,
                                          std::size_t feature, std::size_t rows_min);

/// The index of each feature, by falling index; empty where either sample has fewer than `rows_min` rows.
std::vector<FeatureDrift> feature_drift(const FeatureSample& reference, const FeatureSample& current,
                                        std::span<const std::string_view> names, std::size_t rows_min,
                                        const GoOn& go_on = always);

}  // namespace shrike::training
