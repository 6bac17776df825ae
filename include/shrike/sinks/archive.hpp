#pragma once
// The sink that stores: batches decisions into the SQL database and tells the eventlog how far it has come.
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/histogram.hpp"
#include "shrike/domain/sink.hpp"
#include "shrike/sinks/backlog.hpp"
#include "shrike/sinks/parking.hpp"
#include "shrike/store/channel_routes.hpp"
#include "shrike/store/database.hpp"

namespace shrike::sinks {

struct ArchiveSettings {
  std::size_t queue_decisions_max = 50'000;  ///< waiting in memory; what comes on top waits on disk
  /// Of the backlog on disk and of parked decisions; null: neither, then what is refused is retried.
  Folder* folder = nullptr;
  std::size_t rows_max = 5'000;              ///< decisions in one transaction, about
  TimeUs wait_us_max = 20 * kMillisecondUs;  ///< how long a transaction may wait to fill: nobody waits for the archive
  TimeUs retry_us_min = 100 * kMillisecondUs;
  TimeUs retry_us_max = 5 * kSecondUs;
  domain::RiskLevel alerts_from = domain::RiskLevel::critical;  ///< least level that raises an alert
  store::ChannelRoutes alert_routes;  ///< the channels that alerts are put into the outbox for
};

/// What others may know of the archive. Readable by any thread.
struct ArchiveStatus {
  std::atomic<domain::Seq> position{0};
  std::atomic<std::uint64_t> rows{0};
  std::atomic<std::uint64_t> retries{0};
  Histogram rows_per_write;  ///< rows (not microseconds)
  Histogram write_us;
};

/// `accept` is for the engine's thread, `run` for the archive's.
class Archive final : public domain::DecisionSink {
 public:
  /// `committed` is called on the archive's thread after each transaction with the last number that is stored.
  /// `durable` tells how far the eventlog survives: what it could still lose is not stored, or a store would know
  /// events that were never acknowledged and whose numbers come again.
  Archive(const ArchiveSettings& settings, store::Database& database, const Clock& clock,
          std::function<void(domain::Seq)> committed, std::function<domain::Seq()> durable = {});

  /// Never waits for the database.
  void accept(const domain::DecisionBatchPtr& batch) override;

  /// Stores until stopped, and then what was accepted before. A write that fails for a reason that may pass (the
  /// database is away, full, read-only) is tried again, for ever, with back-off: nothing after it may be stored first.
  /// What the database refuses for good is found by halving, parked in a file with the reason, and passed. After a stop
  /// one last attempt is made.
  void run(const std::stop_token& stop);

  /// What a step found.
  enum class Step : std::uint8_t {
    idle,     ///< nothing to store
    stored,   ///< one transaction was written, or a group was divided or parked
    waiting,  ///< for the eventlog to be durable
    failed,   ///< tried in vain; to be tried again after retry_wait_us()
    broken,   ///< the backlog cannot be read back: the archive has ended
  };
  /// One attempt of `run`; waits for nothing but, up to `wait_us`, for decisions.
  Step step(TimeUs wait_us);
  /// How long the caller of `step` should leave a database that failed alone.
  [[nodiscard]] TimeUs retry_wait_us() const { return retry_wait_us_; }

  /// Stores nothing more, for good: what it writes would not be found again. Any thread.
  void halt(const std::string& why);

  [[nodiscard]] const ArchiveStatus& status() const { return status_; }
  [[nodiscard]] const Backlog& backlog() const { return backlog_; }
  [[nodiscard]] std::uint64_t parked() const { return parking_.count(); }
  /// Words of the error that the archive is stuck on; empty when it works.
  [[nodiscard]] std::string failure() const;

 private:
  using Batches = std::vector<domain::DecisionBatchPtr>;
  Result<void> take(Batches& batches, TimeUs wait_us, TimeUs fill_us);
  Step store(const Batches& batches);
  Step divide(const Batches& batches, const Error& why);
  Step park(const domain::DecisionBatch& batch, const Error& why);
  Step fail(const Error& why, domain::Seq last);
  void set_failure(std::string text);

  const ArchiveSettings settings_;
  store::Database& database_;
  const Clock& clock_;
  const std::function<void(domain::Seq)> committed_;
  const std::function<domain::Seq()> durable_;
  Backlog backlog_;
  Parking parking_;
  ArchiveStatus status_;
  std::deque<Batches> pending_;  // taken from the backlog, each to be written as one transaction; oldest first
  TimeUs retry_wait_us_ = 0;     // grows from failure to failure
  std::atomic<bool> halted_{false};
  mutable std::mutex mutex_;  // guards failure_
  std::string failure_;
};

}  // namespace shrike::sinks
