#pragma once
// The columns of examples that are not features of the engine: users' attributes, and the anomaly score.
#include <map>
#include <string>
#include <vector>

#include "shrike/engine/tree_model.hpp"
#include "shrike/training/example_table.hpp"
#include "shrike/training/isolation_trainer.hpp"

namespace shrike::training {

using Attributes = std::vector<std::pair<std::string, double>>;

/// Which attributes are given often enough to learn from.
class AttributeCensus {
 public:
  static constexpr std::size_t kNamesMax = 1'000;    ///< that are counted; later ones are not
  static constexpr std::uint64_t kPaymentsMin = 50;  ///< that must carry an attribute …
  static constexpr double kShareMin = 0.01;          ///< … and their share

  void count(const Attributes& attributes);
  /// "attributes.NAME", the most frequent engine::kAttributeInputsMax of them, in the order of the alphabet.
  [[nodiscard]] std::vector<std::string> columns() const;

 private:
  std::uint64_t payments_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> carriers_;
};

/// An empty table of the engine's features and these columns.
ExampleTable table_with(const std::vector<std::string>& own_columns);
/// The values of a row of such a table.
std::vector<float> row_with(const engine::FeatureVector& features, const std::vector<std::string>& own_columns,
                            const Attributes& attributes);

/// The same rows with a further column: what the trees say of each. `columns` are those that they were grown on.
ExampleTable with_anomaly(const ExampleTable& table, const IsolationTrees& trees,
                          const std::vector<std::string>& columns);

/// Reads from rows of a table what a model looks at. Of columns that are not there nothing is known.
class RowReader {
 public:
  /// Both outlive the reader; the table begins with the engine's features.
  RowReader(const engine::TreeModel& model, const ExampleTable& table);
  [[nodiscard]] engine::TreeScore score(std::size_t row) const;

 private:
  const engine::TreeModel& model_;
  const ExampleTable& table_;
  std::vector<std::optional<std::size_t>> columns_;  // of the model's own inputs
};

}  // namespace shrike::training
