#pragma once
// The models that the binary ships.
#include <stdexcept>

#include "shrike/app/models.hpp"
#include "shrike/base/embedded_file.hpp"
#include "shrike/training/retraining.hpp"

namespace shrike::testing {

inline engine::ModelSet shipped_models() {
  auto models = app::load_models("", "");
  if (!models) throw std::runtime_error(models.error().message);
  return *models;
}

/// A shipped model as another version of itself, or as one that a tenant trained.
inline engine::AnyModel shipped_version(std::string_view id, std::uint32_t version,
                                        const std::string& tenant = std::string(domain::kOperatorTenant)) {
  for (const EmbeddedFile& file : embedded::models()) {
    auto read = engine::read_model_file(file.bytes);
    if (!read || read->header.id != id) continue;
    read->header.version = version;
    if (tenant != domain::kOperatorTenant) training::describe(*read, {{"tenant", tenant}});
    auto model = engine::load_model(engine::write_model_file(*read));
    if (model) return *model;
  }
  throw std::runtime_error("no model of that id is built in");
}

/// The shipped model of transactions as another version of itself.
inline engine::AnyModel shipped_trees(std::uint32_t version) { return shipped_version("transaction-gbt", version); }

}  // namespace shrike::testing
