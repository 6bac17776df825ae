#pragma once
// Retraining while the system runs: one job at a time, on a thread of low priority.
#include <atomic>
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

  explicit Trainer(TrainerParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::vector<api::ModelView> models() const override;
  [[nodiscard]] api::TrainingView training() const override;
  [[nodiscard]] domain::ModelRef previous(domain::EventKind about) const override;
  void retrain(Read read, Done done) override;

  /// Until stopped; a training that runs then is given up at its next round.
  void run(const std::stop_token& stop);

 private:
  struct Job {
    Read read;
    std::shared_ptr<Done> done;
    api::TrainingView before;  ///< stays the newest training when what was sent is bad
  };
  void work(const Job& job);
  void set_view(const std::function<void(api::TrainingView&)>& change);
  void progress(double part);
  Result<api::RetrainReport> train(const api::RetrainRequest& request);
  Result<training::Candidate> transaction_candidate(const api::RetrainRequest& request);
  Result<training::Candidate> recalibrated(const training::ExampleTable& examples, const std::string& objection);
  Result<training::Candidate> message_candidate(const api::RetrainRequest& request);
  [[nodiscard]] std::shared_ptr<const engine::TextModel> base_of(const engine::TextModel& active) const;
  Result<training::ExampleTable> examples_of(const api::RetrainRequest& request, std::string& objection);
  Result<std::string> flips(const engine::AnyModel& candidate, const std::string& tenant);
  Result<void> activate(const domain::ModelRef& model, domain::EventKind about, const api::RetrainRequest& request);
  void answer(const std::shared_ptr<Done>& done, Result<std::optional<api::RetrainReport>> result);
  void finish(const Result<api::RetrainReport>& result);

  TrainerParts parts_;
  std::atomic<bool> stopping_{false};
  BoundedQueue<Job> jobs_{"training", 1};
  mutable std::mutex mutex_;  // guards view_
  api::TrainingView view_;
};

}  // namespace shrike::app
