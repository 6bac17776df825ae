#pragma once
// What an event passes from its append to its row: event log, engine with checkpoints, archive. Opened and recovered
// here, in one place, for the service and for the simulation of crashes.
#include <memory>
#include <vector>

#include "shrike/app/config.hpp"
#include "shrike/engine/checkpointer.hpp"
#include "shrike/engine/engine.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "shrike/sinks/archive.hpp"

namespace shrike::app {

/// Has no threads: the service gives each part one, the simulation steps them in turn.
class DecisionPath {
 public:
  static constexpr std::string_view kRingFile = "events.ring";

  /// Opens the ring in `folder` or makes it, loads the newest checkpoint that fits it and the store. All arguments
  /// outlive the path; models that events choose come from `library` (may be null); `database` is for the archive's
  /// thread. Errors: as EventLog::open and Database.
  static Result<std::unique_ptr<DecisionPath>> open(const Config& config, Folder& folder, store::Database& database,
                                                    const engine::ModelSet& models, const Clock& clock,
                                                    const engine::ModelLibrary* library = nullptr);
  /// Makes the engine, which hands its decisions to these sinks and then to the archive. Once, before any append.
  void start(std::vector<domain::DecisionSink*> sinks);

  /// Words about damage in the log's file that was found at the start; empty where there was none.
  [[nodiscard]] std::string damage() const;
  /// Words about events that are neither in the store nor in the log, as after putting back an old backup of the store;
  /// empty where there are none.
  [[nodiscard]] const std::string& missing() const { return missing_; }
  [[nodiscard]] eventlog::EventLog& log() { return *log_; }
  [[nodiscard]] eventlog::SubjectKeys& keys() { return *keys_; }
  [[nodiscard]] engine::Core& core() { return *core_; }
  [[nodiscard]] engine::Engine& engine() { return *engine_; }
  [[nodiscard]] engine::Checkpointer& checkpointer() { return *checkpointer_; }
  [[nodiscard]] sinks::Archive& archive() { return *archive_; }
  [[nodiscard]] const sinks::Archive& archive() const { return *archive_; }

 private:
  DecisionPath(const Config& config, Folder& folder, store::Database& database, const engine::ModelSet& models,
               const Clock& clock, const engine::ModelLibrary* library)
      : config_(config), folder_(folder), database_(database), models_(models), library_(library), clock_(clock) {}
  Result<void> open_log();
  void tell_recovery() const;
  Result<void> restore_engine();
  void load_newest_checkpoint(std::vector<engine::CheckpointInfo>& known);
  [[nodiscard]] bool fits(const engine::CheckpointInfo& checkpoint) const;

  const Config& config_;
  Folder& folder_;
  store::Database& database_;
  const engine::ModelSet models_;
  const engine::ModelLibrary* const library_;
  const Clock& clock_;
  domain::Seq stored_ = 0;  // what the store knows
  std::string missing_;
  domain::Seq restored_ = 0;  // what the core's loaded state knows
  std::unique_ptr<eventlog::SubjectKeys> keys_;
  std::unique_ptr<eventlog::EventLog> log_;
  std::unique_ptr<engine::Core> core_;
  std::unique_ptr<sinks::Archive> archive_;
  std::unique_ptr<engine::Checkpointer> checkpointer_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace shrike::app
