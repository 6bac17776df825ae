#pragma once
// Models and their training, as the API sees them.
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::api {

/// One version of a model.
struct ModelView {
  domain::ModelRef ref;
  std::string kind;
  domain::EventKind about = domain::EventKind::transaction;
  std::string state;  ///< "champion", "challenger", "monitor" or "standby"
  std::uint8_t share_percent = 0;
  std::string summary_json;  ///< data, parameters, metrics: a JSON object
};

/// What a training learns from. Exactly one of the three is given.
struct RetrainRequest {
  std::string tenant;
  std::string by;
  std::vector<std::string> scam_messages;
  std::vector<std::string> legitimate_messages;
  std::vector<std::pair<domain::Event, bool>> transactions;  ///< and whether each is fraud; any order
  std::optional<int> label_days;                             ///< labels in the store, of that many days
  bool calibration_only = false;                             ///< with label_days: the trees stay as they are
};

struct RetrainReport {
  std::string about;  ///< "transaction" or "message"
  domain::ModelRef model;
  std::uint64_t samples = 0;
  std::uint64_t frauds = 0;  ///< or scams
  bool activated = false;
  std::string reason;       ///< why it was not activated
  std::string before_json;  ///< metrics of the model that was active, on events kept for the comparison
  std::string after_json;   ///< those of the new one
};

/// The newest training of a tenant; state "idle" before the first, "busy" and nothing else while another tenant's runs.
struct TrainingView {
  std::uint64_t job = 0;       ///< number of the tenant's trainings since the start
  std::string state = "idle";  ///< "running", "done", "failed", "busy"
  std::string about;           ///< "transaction" or "message"
  double progress = 0;         ///< 0 to 1
  TimeUs started_at_us = 0;
  TimeUs finished_at_us = 0;
  std::string message;  ///< why it failed, or what became of it
  std::optional<RetrainReport> report;
};

/// Implemented by the app; called on the I/O thread.
class ModelControl {
 public:
  virtual ~ModelControl() = default;
  /// The versions that the tenant sees: the operator's and its own. Who trained the operator's is for its people alone.
  [[nodiscard]] virtual std::vector<ModelView> models(const std::string& tenant) const = 0;
  [[nodiscard]] virtual TrainingView training(const std::string& tenant) const = 0;
  /// The tenant's champion before the present one of what this model judges; version 0 when there was none.
  [[nodiscard]] virtual domain::ModelRef previous(const std::string& tenant, domain::EventKind about) const = 0;
  /// Whether what challenges the tenant's champion was set by the operator for all that follow it, and is not the
  /// tenant's to end.
  [[nodiscard]] virtual bool challenged_by_base(const std::string& tenant, domain::EventKind about) const = 0;

  /// nullopt: it takes longer than a caller should wait; training() tells how it goes on.
  using Done = std::function<void(Result<std::optional<RetrainReport>>)>;
  /// Reads and checks what was sent, on the trainer's thread: it may be long. nullopt: it is bad, and `read` knows why.
  using Read = std::function<std::optional<RetrainRequest>()>;
  /// Starts a training of the tenant's at low priority; `done` is called once, on the I/O thread. Errors: conflict
  /// while another one runs, whoever's; invalid when there was nothing to learn from; unavailable when the tenant has
  /// as many versions as are kept; those of the training.
  virtual void retrain(const std::string& tenant, Read read, Done done) = 0;
};

}  // namespace shrike::api
