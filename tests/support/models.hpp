#pragma once
// The models that the binary ships.
#include <stdexcept>

#include "shrike/app/models.hpp"

namespace shrike::testing {

inline engine::ModelSet shipped_models() {
  auto models = app::load_models("", "");
  if (!models) throw std::runtime_error(models.error().message);
  return *models;
}

}  // namespace shrike::testing
