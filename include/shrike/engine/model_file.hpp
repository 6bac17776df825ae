#pragma once
// The file of a trained model: one line of JSON that people can read, then the numbers (docs/formats/model.md).
#include <cstdint>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

inline constexpr std::size_t kModelBytesMax = 64U << 20U;

/// What every model says about itself. Plain value.
struct ModelHeader {
  std::string kind;  ///< "gradient_boosted_trees", "linear_text" or "isolation_forest"
  std::string id;    ///< "transaction-gbt", "message-lr", "transaction-iforest"
  std::uint32_t version = 1;
  std::string summary_json;  ///< training data and metrics, a JSON object
  /// That trained it, and whose alone it is; the operator's are for all. What read_model_file finds in the summary as
  /// "tenant"; the file has no other place for it.
  std::string tenant{domain::kOperatorTenant};
};

/// Written today. Format 1 is read too; its trees lack covers, which are then worked out from their means.
inline constexpr int kModelFormat = 2;

struct ModelFile {
  ModelHeader header;
  std::string inputs_json;  ///< kind-specific JSON object: input names, slots, …
  std::string payload;      ///< kind-specific bytes
  int format = kModelFormat;
};

/// The file's bytes, in the newest format: equal for equal contents.
std::string write_model_file(const ModelFile& file);
/// Errors: corrupt on a wrong checksum, length or header; invalid when larger than kModelBytesMax.
Result<ModelFile> read_model_file(std::string_view bytes);

}  // namespace shrike::engine
