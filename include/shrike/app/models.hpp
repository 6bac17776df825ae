#pragma once
// Finds the models to decide with.
#include "shrike/engine/core.hpp"

namespace shrike::app {

/// Reads a model file of any kind into the set. Errors: io, corrupt, invalid.
Result<void> load_model(const std::string& path, engine::ModelSet& models);
/// The built-in models, replaced by the files that are given.
Result<engine::ModelSet> load_models(const std::string& transaction_path, const std::string& message_path);

}  // namespace shrike::app
