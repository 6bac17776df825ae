#pragma once
// What a model of transactions may look at besides the engine's features: a user's own attributes, and how unusual a
// forest of its own finds the payment.
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/isolation_forest.hpp"

namespace shrike::engine {

inline constexpr std::size_t kOwnInputsMax = 33;  ///< of one model: 32 attributes and the anomaly score
inline constexpr std::size_t kAttributeInputsMax = kOwnInputsMax - 1;
/// Places for everything that a tree may split on: the feature table, then the model's own inputs.
inline constexpr std::size_t kInputCount = kFeatureCount + kOwnInputsMax;

/// "attributes.age" stands for the attribute `age`.
inline constexpr std::string_view kAttributePrefix = "attributes.";
inline constexpr std::string_view kAnomalyInput = "anomaly_score";

/// In the order of OwnInputs::names; NaN = not known, and so are the places behind the last name.
using OwnValues = std::array<float, kOwnInputsMax>;
OwnValues no_own_values();

/// Immutable; any thread.
class OwnInputs {
 public:
  OwnInputs() = default;
  /// `forest` is null unless kAnomalyInput is among the names. Errors: invalid on a name that is neither, or is there
  /// twice, or too many.
  static Result<OwnInputs> of(std::vector<std::string> names, std::shared_ptr<const IsolationForest> forest);

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::shared_ptr<const IsolationForest>& forest() const { return forest_; }
  [[nodiscard]] OwnValues values(const FeatureVector& features, const domain::Transaction& payment) const;

 private:
  std::vector<std::string> names_;
  std::shared_ptr<const IsolationForest> forest_;
};

}  // namespace shrike::engine
