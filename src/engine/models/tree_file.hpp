#pragma once
// The trees of a model file, read and checked (docs/formats/model.md).
#include <cstdint>
#include <vector>

#include "shrike/engine/model_file.hpp"
#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// Sound trees: no cycles, nothing shared, covers above 0, none deeper than TreeModel::kDepthMax. Features are places
/// among the inputs (kInputCount), children places in `nodes`.
struct TreeList {
  float base_margin = 0;
  OwnInputs own;
  Calibration calibration;
  std::vector<TreeNode> nodes;
  std::vector<std::int32_t> roots;  ///< in order; a tree ends where the next begins
};

/// Errors: as TreeModel::load.
Result<TreeList> read_trees(const ModelFile& file);

}  // namespace shrike::engine
