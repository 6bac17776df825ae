#pragma once
// The step loop: takes micro-batches from the eventlog, applies them to the core, hands the decisions to the sinks.
#include <atomic>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

#include "shrike/base/histogram.hpp"
#include "shrike/domain/sink.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/eventlog/eventlog.hpp"

namespace shrike::engine {

/// Which models judge now, for each tenant. Thread-safe.
class JudgesView {
 public:
  struct Judges {
    JudgeChoice transactions;
    JudgeChoice messages;
    ModelSet models;  ///< those of the champions, with the challengers as shadows
  };
  void set(const ModelChoice& choice);
  /// Nothing judges before the first set().
  [[nodiscard]] Judges get(std::string_view tenant = domain::kOperatorTenant) const;
  /// As ModelChoice::challenges.
  [[nodiscard]] bool challenges(domain::EventKind about, std::string_view tenant) const;
  /// Models that were chosen and are not there, in words: ModelChoice::missing at the last set().
  [[nodiscard]] std::string missing() const;

 private:
  [[nodiscard]] std::shared_ptr<const ModelChoice> choice() const;
  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const ModelChoice> choice_;
  std::string missing_;
};

/// What others may know of a running engine. Every member may be read by any thread.
struct EngineStatus {
  std::atomic<domain::Seq> position{0};  ///< newest event applied
  std::atomic<std::uint64_t> decisions{0};
  std::atomic<std::int64_t> event_time_us{0};  ///< newest event time of a decision
  std::atomic<std::uint64_t> blocklist_size{0};
  std::atomic<std::uint64_t> entities{0};
  std::atomic<bool> caught_up{false};  ///< everything that the log held at start is applied
  JudgesView judges;
  Histogram batch_size;   ///< events in a step (not microseconds)
  Histogram step_us;      ///< time of a step
  Histogram decision_us;  ///< from append to decision
};

class Checkpointer;

/// Where an engine begins.
struct EngineStart {
  /// Decisions up to that number were handed out before a restart; they are made again for the state, but no sink sees
  /// them.
  domain::Seq quiet_until = 0;
  domain::Seq after = 0;                 ///< the newest event that the core's loaded state knows everywhere
  Checkpointer* checkpointer = nullptr;  ///< may be null
};

/// The single writer. Lives on one thread; only `status` is for others.
class Engine {
 public:
  Engine(eventlog::EventLog& log, Core& core, const EngineSettings& settings, const Clock& clock,
         std::vector<domain::DecisionSink*> sinks, EngineStart start);

  /// Steps until stopped, and then to the end of what was appended before. Errors: corrupt, io from the log.
  Result<void> run(const std::stop_token& stop);
  /// One step: waits up to `wait_us` for events. Returns how many it took.
  Result<std::size_t> step(TimeUs wait_us);

  [[nodiscard]] EngineStatus& status() { return status_; }

 private:
  Result<void> gather(TimeUs wait_us);
  void apply_gathered();
  void publish(domain::DecisionBatchPtr batch);

  eventlog::EventLog& log_;
  Core& core_;
  const EngineSettings settings_;
  const Clock& clock_;
  const std::vector<domain::DecisionSink*> sinks_;
  const domain::Seq quiet_until_;
  Checkpointer* const checkpointer_;
  const domain::Seq head_at_start_;
  eventlog::EventLog::Reader reader_;
  EngineStatus status_;

  struct Gathered {
    domain::Event event;
    TimeUs appended_at_us;
    Effort effort;
  };
  std::vector<eventlog::RecordView> records_;  // reused from step to step
  std::vector<Gathered> gathered_;
  domain::Seq first_ = 0;  // of this step
  bool caller_waits_ = false;
};

}  // namespace shrike::engine
