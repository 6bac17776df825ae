#pragma once
// Grows isolation forests.
#include "shrike/engine/isolation_forest.hpp"
#include "shrike/training/example_table.hpp"

namespace shrike::training {

struct IsolationSettings {
  std::size_t trees = 100;
  std::uint32_t sample_size = 256;
  std::uint64_t seed = 1;
};

using IsolationTrees = std::vector<std::vector<engine::IsolationNode>>;

/// The columns that forests of this program split on: all of the table's.
std::vector<std::string> isolation_inputs(const ExampleTable& table);

/// Trees over the named columns (all when empty) of the rows, whose truth is not looked at. Each from a sample drawn
/// without repeats; splits at a random feature and a random place between its least and largest known value; no deeper
/// than log2 of the sample's size, as published. Same rows and settings, same trees. Errors: invalid on fewer than two
/// rows, a column that is not there, an infinite value.
Result<IsolationTrees> grow_isolation_trees(const ExampleTable& table, RowRange range,
                                            const std::vector<std::string>& columns, const IsolationSettings& settings);

/// As engine::IsolationForest::score, for rows whose columns need not be the engine's features: `values` has the
/// columns that the trees were grown on, in their order.
double isolation_score(const IsolationTrees& trees, std::span<const float> values);

/// A model file of them. Errors: as above.
Result<engine::ModelFile> train_isolation_forest(const ExampleTable& table, RowRange range,
                                                 const IsolationSettings& settings, const std::string& data_name);

}  // namespace shrike::training
