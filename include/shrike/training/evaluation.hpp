#pragma once
// How good decisions were, against the truth.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shrike::training {

/// One decided event whose truth is known.
struct Scored {
  double score = 0;      ///< anything that grows with the risk; never NaN
  bool flagged = false;  ///< reviewed or declined
  bool fraud = false;
};

/// Ratios are 0 where their denominator is 0.
struct Evaluation {
  std::uint64_t events = 0;
  std::uint64_t frauds = 0;
  std::uint64_t true_positives = 0;
  std::uint64_t false_positives = 0;
  double accuracy = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
  double false_positive_rate = 0;
  double auc = 0;                ///< area under the ROC curve, ties counted half (Mann and Whitney)
  double average_precision = 0;  ///< sum of precision times step of recall, no interpolation
  double recall_at_fpr_05 = 0;   ///< largest recall with at most 0.5 % false positives
  double recall_at_fpr_1 = 0;    ///< the same at 1 %
  double recall_at_fpr_2 = 0;    ///< the same at 2 %
  double fpr_at_recall_95 = 0;  ///< least part of the genuine events flagged by a threshold that catches 95 % of frauds
};

/// Sorts a copy; equal scores are one step.
Evaluation evaluate(std::vector<Scored> scored);
/// The same of what stands by falling score already.
Evaluation evaluate_sorted(std::span<const Scored> scored);

/// A JSON object with the members' names.
std::string to_json(const Evaluation& evaluation);

/// One event with the probability that was stated for it.
struct Forecast {
  double probability = 0;  ///< never NaN
  bool fraud = false;
};

/// A row of a reliability table.
struct ReliabilityBin {
  std::uint64_t events = 0;
  double probability_min = 0;
  double probability_max = 0;
  double stated = 0;    ///< mean of the probabilities
  double observed = 0;  ///< part that was fraud
};

struct Reliability {
  std::vector<ReliabilityBin> bins;       ///< by rising probability
  double expected_calibration_error = 0;  ///< mean of |stated - observed| over the bins, by their events
  double brier_score = 0;                 ///< mean of (probability - truth)² (G. Brier 1950)
};

inline constexpr std::size_t kReliabilityBins = 15;

/// Bins of equal mass: as many events in each, but equal probabilities stay in one (A. Nixon et al. 2019, "Measuring
/// calibration in deep learning", adaptive binning). Sorts a copy.
Reliability reliability(std::vector<Forecast> forecasts, std::size_t bins = kReliabilityBins);

/// A JSON object with the members' names.
std::string to_json(const Reliability& reliability);

}  // namespace shrike::training
