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

/// Throws what XGBoost says of the last call when `code`, its return value, is not 0: a failure here is ours (a wrong
/// call), so it goes to the worker's wall.
void xgboost_check(int code);

/// The examples' features, NaN for missing, and labels.
Matrix matrix_of(std::span<const PaymentExample> examples);

/// The first `rounds` trees.
std::vector<std::vector<engine::TreeNode>> trees_of(const Booster& booster, int rounds);

}  // namespace shrike::training
