#pragma once
// The models' files on disk: every version that was ever made stays, so that what it decided can be decided again.
#include <memory>
#include <mutex>
#include <string>

#include "shrike/base/folder.hpp"
#include "shrike/engine/model_library.hpp"

namespace shrike::training {

/// Owner of a folder of model files and of the library that they are loaded into. Thread-safe.
class ModelRegistry {
 public:
  /// Loads every model file of the folder. A damaged one is left out: see damaged(). Error: io.
  static Result<std::unique_ptr<ModelRegistry>> open(std::unique_ptr<Folder> folder);

  /// Keeps a model that was made elsewhere (built in, or named by the operator) under its own id and version. Nothing
  /// changes where that version is there already. Errors: io; as engine::load_model.
  Result<void> keep(std::string_view file_bytes);
  /// Versions of one tenant that is not the operator's, and of all of them together, so that they leave the operator
  /// room in the library.
  static constexpr std::size_t kTenantVersionsMax = 100;
  static constexpr std::size_t kTenantsVersionsMax = 700;
  static_assert(kTenantsVersionsMax < engine::ModelLibrary::kModelsMax);

  /// Error: unavailable when as many versions of that tenant, or of all of them, are there as are kept.
  [[nodiscard]] Result<void> room_for(std::string_view tenant) const;
  /// Gives a newly trained model the next version of its id, writes it durably and loads it. Errors as keep and
  /// room_for the tenant of its summary.
  Result<engine::AnyModel> add(engine::ModelFile file);

  /// What add() or keep() wrote of that model. Errors: io; as engine::read_model_file.
  [[nodiscard]] Result<engine::ModelFile> file(const domain::ModelRef& model) const;

  [[nodiscard]] const engine::ModelLibrary& library() const { return library_; }
  /// Files that could not be loaded, in words; empty where there are none.
  [[nodiscard]] const std::string& damaged() const { return damaged_; }

 private:
  explicit ModelRegistry(std::unique_ptr<Folder> folder) : folder_(std::move(folder)) {}
  Result<void> load_all();

  std::unique_ptr<Folder> folder_;
  engine::ModelLibrary library_;
  std::string damaged_;  // written by open() only
  std::mutex mutex_;     // one addition at a time
};

}  // namespace shrike::training
