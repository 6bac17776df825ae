#pragma once
// Two models on the same events: is one area under the ROC curve really larger?
#include <cstdint>
#include <span>

namespace shrike::training {

/// One event that two models scored.
struct PairedScore {
  double first = 0;  ///< anything that grows with the risk; never NaN
  double second = 0;
  bool fraud = false;
};

struct AucComparison {
  double first_auc = 0;  ///< ties counted half
  double second_auc = 0;
  double difference = 0;      ///< second - first
  double standard_error = 0;  ///< of the difference
  double low = 0;             ///< of its 95 % interval (normal)
  double high = 0;
  /// The interval excludes 0.
  [[nodiscard]] bool significant() const { return low > 0 || high < 0; }
};

/// The paired test of E. DeLong, D. DeLong and D. Clarke-Pearson (1988), "Comparing the areas under two or more
/// correlated receiver operating characteristic curves: a nonparametric approach", Biometrics 44; by midranks as X. Sun
/// and W. Xu (2014), "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21: O(n log n). Needs
/// two frauds and two genuine events at least.
AucComparison compare_auc(std::span<const PairedScore> events);

}  // namespace shrike::training
