#include "shrike/app/models.hpp"

#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "shrike/base/embedded_file.hpp"

namespace shrike::app {

namespace {

Result<void> add_model(std::string_view bytes, engine::ModelSet& models) {
  auto file = engine::read_model_file(bytes);
  if (!file) return file.error();
  if (file->header.kind == "linear_text") {
    auto model = engine::TextModel::load(*file);
    if (!model) return model.error();
    models.messages = std::make_shared<engine::TextModel>(std::move(*model));
    return {};
  }
  if (file->header.kind == "isolation_forest") {
    auto model = engine::IsolationForest::load(*file);
    if (!model) return model.error();
    models.anomalies = std::make_shared<engine::IsolationForest>(std::move(*model));
    return {};
  }
  auto model = engine::TreeModel::load(*file);
  if (!model) return model.error();
  models.transactions = std::make_shared<engine::TreeModel>(std::move(*model));
  return {};
}

}  // namespace

Result<void> load_model(const std::string& path, engine::ModelSet& models) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) return io_error(fmt::format("reading {} failed", path));
  auto done = add_model(bytes.str(), models);
  return done ? done : Error{done.error().kind, fmt::format("{}: {}", path, done.error().message)};
}

Result<engine::ModelSet> load_models(const std::string& transaction_path, const std::string& message_path) {
  engine::ModelSet models;
  for (const EmbeddedFile& file : embedded::models()) {
    if (auto done = add_model(file.bytes, models); !done) return done.error();
  }
  for (const std::string& path : {transaction_path, message_path}) {
    if (path.empty()) continue;
    if (auto done = load_model(path, models); !done) return done.error();
  }
  return models;
}

}  // namespace shrike::app
