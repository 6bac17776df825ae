#pragma once
// XGBoost's handles, and its trees in our form.
#include <memory>
#include <span>
#include <vector>

#include "shrike/engine/tree_model.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

struct MatrixDeleter {
  void operator()(void* handle) const;
};
struct BoosterDeleter {
  void operator()(void* handle) const;
};
using Matrix = std::unique_ptr<void, MatrixDeleter>;
using Booster = std::unique_ptr<void, BoosterDeleter>;
using Trees = std::vector<std::vector<engine::TreeNode>>;

/// Throws what XGBoost says of the last call when `code`, its return value, is not 0: a failure here is ours (a wrong
/// call), so it goes to the worker's wall.
void xgboost_check(int code);

/// The examples' features, NaN for missing, and labels.
Matrix matrix_of(const ExampleTable& examples, RowRange range);
inline Matrix matrix_of(const ExampleTable& examples) { return matrix_of(examples, {0, examples.size()}); }

/// A booster over the matrices with these settings; `names` are the columns.
Booster booster_of(std::span<const Matrix> matrices, const TreeSettings& settings,
                   const std::vector<std::string>& names);

/// The first `rounds` trees.
Trees trees_of(const Booster& booster, int rounds);

/// Log-odds of a row by the trees, in float and tree order, as XGBoost adds them. `values` in the order that the trees
/// were grown on, which need not be the engine's features.
float margin_of(const Trees& trees, std::span<const float> values);

}  // namespace shrike::training
