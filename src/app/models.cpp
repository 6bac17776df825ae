#include "shrike/app/models.hpp"

#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "shrike/base/embedded_file.hpp"

namespace shrike::app {

namespace {

Result<void> add_model(std::string_view bytes, engine::ModelSet& models) {
  const auto model = engine::load_model(bytes);
  if (!model) return model.error();
  engine::set_judge(models, *model);
  return {};
}

Result<std::string> read_model(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) return io_error(fmt::format("reading {} failed", path));
  return bytes.str();
}

}  // namespace

UsableModels usable_models(const std::string& transaction_path, const std::string& message_path) {
  UsableModels out;
  for (const EmbeddedFile& file : embedded::models()) {
    SHRIKE_ASSERT(add_model(file.bytes, out.models).ok());
    out.files.emplace_back(file.bytes);
  }
  for (const std::string& path : {transaction_path, message_path}) {
    if (path.empty()) continue;
    auto bytes = read_model(path);
    const auto done = bytes ? add_model(*bytes, out.models) : Result<void>(bytes.error());
    if (done) {
      out.files.push_back(std::move(*bytes));
    } else {
      out.damaged += fmt::format("{}{}: {}", out.damaged.empty() ? "" : "; ", path, done.error().message);
    }
  }
  return out;
}

Result<void> load_model(const std::string& path, engine::ModelSet& models) {
  const auto bytes = read_model(path);
  if (!bytes) return bytes.error();
  auto done = add_model(*bytes, models);
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
