#include "shrike/engine/model_library.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace shrike::engine {

using domain::EventKind;
using domain::ModelRef;

namespace {

bool is(const AnyModel& model, const ModelRef& ref) {
  const ModelHeader& header = header_of(model);
  return header.version == ref.version && header.id == ref.id;
}

}  // namespace

const ModelHeader& header_of(const AnyModel& model) {
  return std::visit([](const auto& one) -> const ModelHeader& { return one->header(); }, model);
}

EventKind about(const AnyModel& model) { return model.index() == 1 ? EventKind::message : EventKind::transaction; }

bool is_seen_by(const AnyModel& model, std::string_view tenant) {
  const std::string& owner = header_of(model).tenant;
  return owner == domain::kOperatorTenant || owner == tenant;
}

Result<AnyModel> load_model(std::string_view file_bytes) {
  auto file = read_model_file(file_bytes);
  if (!file) return file.error();
  if (file->header.kind == "linear_text") {
    auto model = TextModel::load(*file);
    if (!model) return model.error();
    return AnyModel(std::make_shared<const TextModel>(std::move(*model)));
  }
  if (file->header.kind == "isolation_forest") {
    auto model = IsolationForest::load(*file);
    if (!model) return model.error();
    return AnyModel(std::make_shared<const IsolationForest>(std::move(*model)));
  }
  auto model = TreeModel::load(*file);
  if (!model) return model.error();
  return AnyModel(std::make_shared<const TreeModel>(std::move(*model)));
}

void set_judge(ModelSet& models, const AnyModel& model) {
  if (const auto* trees = std::get_if<std::shared_ptr<const TreeModel>>(&model)) models.transactions = *trees;
  if (const auto* text = std::get_if<std::shared_ptr<const TextModel>>(&model)) models.messages = *text;
  if (const auto* forest = std::get_if<std::shared_ptr<const IsolationForest>>(&model)) models.anomalies = *forest;
}

void set_shadow(ModelSet& models, const AnyModel& model) {
  if (const auto* trees = std::get_if<std::shared_ptr<const TreeModel>>(&model)) models.shadow_transactions = *trees;
  if (const auto* text = std::get_if<std::shared_ptr<const TextModel>>(&model)) models.shadow_messages = *text;
}

Result<void> ModelLibrary::add(AnyModel model) {
  const ModelHeader& header = header_of(model);
  const std::lock_guard lock(mutex_);
  if (find_locked({header.id, header.version}) != nullptr)
    return Error{ErrorKind::conflict, fmt::format("{} version {} is there already", header.id, header.version)};
  if (models_.size() >= kModelsMax)
    return Error{ErrorKind::unavailable, fmt::format("{} models are kept at most", kModelsMax)};
  models_.push_back(std::move(model));
  return {};
}

const AnyModel* ModelLibrary::find_locked(const ModelRef& model) const {
  const auto found = std::ranges::find_if(models_, [&](const AnyModel& other) { return is(other, model); });
  return found == models_.end() ? nullptr : &*found;
}

std::optional<AnyModel> ModelLibrary::find(const ModelRef& model) const {
  const std::lock_guard lock(mutex_);
  const AnyModel* found = find_locked(model);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<AnyModel> ModelLibrary::newest_below(const ModelRef& model, std::string_view tenant) const {
  std::optional<AnyModel> best;
  for (AnyModel& other : all()) {
    const ModelHeader& header = header_of(other);
    if (header.id != model.id || header.version >= model.version || !is_seen_by(other, tenant)) continue;
    if (!best || header.version > header_of(*best).version) best = std::move(other);
  }
  return best;
}

std::vector<AnyModel> ModelLibrary::all() const {
  const std::lock_guard lock(mutex_);
  return models_;
}

ModelSet ModelLibrary::judges_of(const domain::Decision& decision) const {
  ModelSet out;
  if (const auto judge = find(decision.model)) set_judge(out, *judge);
  if (const auto shadow = decision.shadow ? find(decision.shadow->model) : std::nullopt) set_shadow(out, *shadow);
  return out;
}

}  // namespace shrike::engine
