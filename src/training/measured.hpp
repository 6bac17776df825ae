#pragma once
// A transaction model measured on rows of a table.
#include "shrike/engine/tree_model.hpp"
#include "shrike/training/evaluation.hpp"
#include "shrike/training/own_columns.hpp"

namespace shrike::training {

/// Flagged is what the trees give more than even odds.
Evaluation evaluation_of(const engine::TreeModel& model, const ExampleTable& examples, RowRange range);
/// Of the probabilities that the trees state by that calibration.
Reliability reliability_of(const engine::TreeModel& model, const engine::Calibration& calibration,
                           const ExampleTable& examples, RowRange range);

}  // namespace shrike::training
