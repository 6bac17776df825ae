#include "shrike/training/model_registry.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace shrike::training {

namespace {

constexpr std::string_view kSuffix = ".model";

std::string file_name(const domain::ModelRef& model) {
  return fmt::format("{}-{}{}", model.id, model.version, kSuffix);
}
std::string file_name(const engine::ModelHeader& header) {
  return file_name(domain::ModelRef{header.id, header.version});
}

/// Ids become file names.
bool is_plain(std::string_view id) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, plain);
}

}  // namespace

Result<std::unique_ptr<ModelRegistry>> ModelRegistry::open(std::unique_ptr<Folder> folder) {
  std::unique_ptr<ModelRegistry> registry(new ModelRegistry(std::move(folder)));
  if (auto done = registry->load_all(); !done) return done.error();
  return registry;
}

Result<void> ModelRegistry::load_all() {
  auto names = folder_->names();
  if (!names) return names.error();
  std::ranges::sort(*names);
  for (const std::string& name : *names) {
    if (!name.ends_with(kSuffix)) continue;
    const auto bytes = read_whole_file(*folder_, name);
    auto model = bytes ? engine::load_model(*bytes) : Result<engine::AnyModel>(bytes.error());
    if (model && file_name(engine::header_of(*model)) != name)
      model = Error{ErrorKind::corrupt, "its name is not that of the model in it"};
    auto done = model ? library_.add(std::move(*model)) : Result<void>(model.error());
    if (done) continue;
    damaged_ += fmt::format("{}{}: {}", damaged_.empty() ? "" : "; ", name, done.error().message);
  }
  return {};
}

Result<void> ModelRegistry::keep(std::string_view file_bytes) {
  auto model = engine::load_model(file_bytes);
  if (!model) return model.error();
  const engine::ModelHeader header = engine::header_of(*model);
  if (!is_plain(header.id)) return invalid("the model's id: expected lower case letters, digits and dashes");
  const std::lock_guard lock(mutex_);
  if (library_.find({header.id, header.version})) return {};
  if (auto done = write_whole_file(*folder_, file_name(header), file_bytes); !done) return done;
  return library_.add(std::move(*model));
}

Result<void> ModelRegistry::room_for(std::string_view tenant) const {
  if (tenant == domain::kOperatorTenant) return {};
  const auto all = library_.all();
  const auto owner = [](const engine::AnyModel& model) -> std::string_view { return engine::header_of(model).tenant; };
  const auto own = static_cast<std::size_t>(std::ranges::count(all, tenant, owner));
  const auto operators = static_cast<std::size_t>(std::ranges::count(all, domain::kOperatorTenant, owner));
  if (own >= kTenantVersionsMax)
    return Error{ErrorKind::unavailable, fmt::format("{} versions of a tenant are kept at most", kTenantVersionsMax)};
  if (all.size() - operators >= kTenantsVersionsMax)
    return Error{ErrorKind::unavailable, fmt::format("{} versions of tenants are kept at most", kTenantsVersionsMax)};
  return {};
}

Result<engine::AnyModel> ModelRegistry::add(engine::ModelFile file) {
  const std::lock_guard lock(mutex_);
  std::uint32_t newest = 0;
  for (const auto& model : library_.all()) {
    const engine::ModelHeader& header = engine::header_of(model);
    if (header.id == file.header.id) newest = std::max(newest, header.version);
  }
  file.header.version = newest + 1;
  const std::string bytes = engine::write_model_file(file);
  auto model = engine::load_model(bytes);
  if (!model) return model.error();
  if (auto room = room_for(engine::header_of(*model).tenant); !room) return room.error();
  if (auto done = write_whole_file(*folder_, file_name(file.header), bytes); !done) return done.error();
  if (auto done = library_.add(*model); !done) return done.error();
  return model;
}

Result<engine::ModelFile> ModelRegistry::file(const domain::ModelRef& model) const {
  const auto bytes = read_whole_file(*folder_, file_name(model));
  if (!bytes) return bytes.error();
  return engine::read_model_file(*bytes);
}

}  // namespace shrike::training
