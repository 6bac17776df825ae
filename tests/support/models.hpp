#pragma once
// The models that the binary ships.
#include <stdexcept>

#include "shrike/app/models.hpp"
#include "shrike/base/embedded_file.hpp"

namespace shrike::testing {

inline engine::ModelSet shipped_models() {
  auto models = app::load_models("", "");
  if (!models) throw std::runtime_error(models.error().message);
  return *models;
}

/// The shipped model of transactions as another version of itself.
inline engine::AnyModel shipped_trees(std::uint32_t version) {
  for (const EmbeddedFile& file : embedded::models()) {
    auto read = engine::read_model_file(file.bytes);
    if (!read || read->header.id != "transaction-gbt") continue;
    read->header.version = version;
    auto model = engine::load_model(engine::write_model_file(*read));
    if (model) return *model;
  }
  throw std::runtime_error("no model of transactions is built in");
}

}  // namespace shrike::testing
