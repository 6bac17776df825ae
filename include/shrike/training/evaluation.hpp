#pragma once
// How good decisions were, against the truth.
#include <cstdint>
#include <string>
#include <vector>

namespace shrike::training {

/// One decided event whose truth is known.
struct Scored {
  double score = 0;      ///< anything that grows with the risk
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
  double recall_at_fpr_1 = 0;    ///< largest recall with at most 1 % false positives
};

/// Sorts a copy; equal scores are one step.
Evaluation evaluate(std::vector<Scored> scored);

/// A JSON object with the members' names.
std::string to_json(const Evaluation& evaluation);

}  // namespace shrike::training
