#pragma once
// Finds the models to decide with.
#include "shrike/engine/core.hpp"

namespace shrike::app {

/// The built-in models and those of the files that are given, for a server that should start with what there is.
struct UsableModels {
  engine::ModelSet models;
  std::vector<std::string> files;  ///< the bytes of those that could be loaded
  std::string damaged;             ///< what could not, in words
};
UsableModels usable_models(const std::string& transaction_path, const std::string& message_path);
/// Reads a model file of any kind into the set. Errors: io, corrupt, invalid.
Result<void> load_model(const std::string& path, engine::ModelSet& models);
/// The built-in models, replaced by the files that are given.
Result<engine::ModelSet> load_models(const std::string& transaction_path, const std::string& message_path);

}  // namespace shrike::app
