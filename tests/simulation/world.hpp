#pragma once
// The whole pipeline on a fake disk and a database that fails, driven step by step by one seed.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/decision_path.hpp"
#include "client.hpp"
#include "support/fake_disk.hpp"
#include "unreliable_database.hpp"

namespace shrike::simulation {

struct Plan {
  std::uint64_t seed = 1;
  int actions = 600;
  bool lying_disk = false;  ///< negative control: syncs do nothing
};

struct Outcome {
  std::uint64_t events = 0, acknowledged = 0, refused = 0, stored = 0, parked = 0, judged_again = 0;
  std::uint64_t power_cuts = 0, cuts_in_recovery = 0, kills = 0, failed_syncs = 0, clean_stops = 0, checkpoints = 0,
                recorded_cursors = 0, keys_destroyed = 0, key_epochs = 0;
  std::vector<std::string> violations;
};

class World {
 public:
  World(const Plan& plan, const engine::ModelSet& models);
  ~World();
  /// Acts by chance, then lets all faults end, drains, and checks what was promised.
  Outcome run();

 private:
  /// What dies with the process.
  struct Process {
    std::unique_ptr<app::DecisionPath> path;
    std::unique_ptr<api::ReplyDesk> desk;
    std::vector<std::function<void()>> posted;
  };
  void act();
  void let_something_happen();
  void start();
  void check_recorded_cursor();
  void end_process(bool power_cut);
  void stop_cleanly();
  void run_posted();
  void commit();
  void step_engine();
  void step_archive();
  /// What an erasure does to the log, by steps, and new epochs of keys.
  void step_keys();
  void retire_somebody();
  void drain();
  void violation(std::string what) { outcome_.violations.push_back(std::move(what)); }
  /// True when the process must end because its disk is gone.
  [[nodiscard]] bool died() const { return !disk_.has_power(); }

  const Plan plan_;
  const engine::ModelSet& models_;
  Random random_;
  ManualClock clock_;
  test::FakeDisk disk_;
  std::unique_ptr<Folder> folder_;
  std::unique_ptr<store::Database> real_;
  UnreliableDatabase database_;
  app::Config config_;
  Client client_;
  std::unique_ptr<Process> process_;
  struct Erased {
    eventlog::SubjectId subject;
    domain::Seq newest;  ///< under the old key
  };
  std::optional<Erased> erasing_;  // ends with the process
  Outcome outcome_;
};

/// Compares what the client knows with what the store and the file of parked decisions hold; adds to `outcome`.
void check(const Client& client, store::Database& database, Folder& folder, const app::Config& config,
           const engine::ModelSet& models, Outcome& outcome);

}  // namespace shrike::simulation
