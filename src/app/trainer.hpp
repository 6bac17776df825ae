#pragma once
// Retraining while the system runs: one job at a time, on a thread of low priority.
#include <atomic>
#include <map>
#include <mutex>
#include <stop_token>

#include "shrike/api/model_control.hpp"
#include "shrike/app/config.hpp"
#include "shrike/base/bounded_queue.hpp"
#include "shrike/engine/engine.hpp"
#include "shrike/store/database.hpp"
#include "shrike/training/model_registry.hpp"
#include "shrike/training/retraining.hpp"

namespace shrike::app {

/// What a Trainer works with; all of it outlives the Trainer.
struct TrainerParts {
  const Config& config;
  training::ModelRegistry& registry;
  const engine::EngineStatus& engine;
  store::Database& database;  ///< a connection of its own, for its thread
  const Clock& clock;
  /// Runs a task on the I/O thread, now or after some time (the latter is called there only).
  std::function<void(std::function<void()>)> post;
  std::function<void(std::chrono::milliseconds, std::function<void()>)> after;
  /// Appends a control event and answers when it is durable and applied. Called on the I/O thread.
  std::function<void(domain::Event, std::function<void(Result<void>)>)> append;
};

/// The members of ModelControl are for the I/O thread, `run` is for the trainer's.
class Trainer final : public api::ModelControl {
 public:
  static constexpr std::chrono::seconds kReplyWait{20};       ///< a longer training answers before it is done
  static constexpr std::chrono::seconds kActivationWait{30};  ///< for the log and the engine
  static constexpr std::size_t kRecentMax = 2'000;            ///< decisions that a candidate is tried on
  static constexpr std::size_t kRecentMin = 100;              ///< with fewer nothing can be said about flips

  static constexpr std::size_t kToldMax = 1'000;  ///< tenants whose newest training is remembered

  explicit Trainer(TrainerParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::vector<api::ModelView> models(const std::string& tenant) const override;
  [[nodiscard]] api::TrainingView training(const std::string& tenant) const override;
  [[nodiscard]] domain::ModelRef previous(const std::string& tenant, domain::EventKind about) const override;
  [[nodiscard]] bool challenged_by_base(const std::string& tenant, domain::EventKind about) const override;
  void retrain(const std::string& tenant, Read read, Done done) override;

  /// Until stopped; a training that runs then is given up at its next round.
  void run(const std::stop_token& stop);

 private:
  struct Job {
    std::string tenant;
    Read read;
    std::shared_ptr<Done> done;
    api::TrainingView before;  ///< stays the newest training when what was sent is bad
  };
  void work(const Job& job);
  void set_view(const std::function<void(api::TrainingView&)>& change);
  void begin(Job& job);
  void progress(double part);
  Result<api::RetrainReport> train(const api::RetrainRequest& request);
  Result<training::Candidate> transaction_candidate(const api::RetrainRequest& request);
  Result<training::Candidate> recalibrated(const api::RetrainRequest& request, const training::ExampleTable& examples,
                                           const std::string& objection);
  Result<training::Candidate> message_candidate(const api::RetrainRequest& request);
  [[nodiscard]] std::shared_ptr<const engine::TextModel> base_of(const engine::TextModel& active,
                                                                 const std::string& tenant) const;
  Result<training::ExampleTable> examples_of(const api::RetrainRequest& request, std::string& objection);
  Result<std::string> flips(const engine::AnyModel& candidate, const std::string& tenant);
  Result<void> activate(const domain::ModelRef& model, domain::EventKind about, const api::RetrainRequest& request);
  void answer(const std::shared_ptr<Done>& done, Result<std::optional<api::RetrainReport>> result);
  void finish(const Result<api::RetrainReport>& result);

  TrainerParts parts_;
  std::atomic<bool> stopping_{false};
  BoundedQueue<Job> jobs_{"training", 1};
  mutable std::mutex mutex_;  // guards what follows
  std::map<std::string, api::TrainingView> views_;
  std::string running_;  // the tenant whose training runs; empty: none does
};

}  // namespace shrike::app
