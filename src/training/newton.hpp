#pragma once
// Logistic regression with a Gaussian prior of its own width for each weight.
#include <span>
#include <vector>

#include "text_rows.hpp"

namespace shrike::training {

/// One example: its row, +1 or -1, how much it counts, and its log-odds before anything is learnt.
struct WeighedRow {
  SparseRow row;
  double sign = 1;
  double weight = 1;
  double start = 0;
};

/// The change of the weights that minimises  sum weight * ln(1 + exp(-sign * (start + change * row)))
/// + 1/2 sum precision * change^2, by Newton's method with preconditioned conjugate gradients inside (S. Nash, "A
/// survey of truncated-Newton methods", 2000). Strictly convex: there is one answer, and the same input gives the same
/// bits.
std::vector<double> newton_change(std::span<const WeighedRow> rows, std::span<const float> precision);

}  // namespace shrike::training
