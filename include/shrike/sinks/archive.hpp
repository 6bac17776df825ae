#pragma once
// The sink that stores: batches decisions into the SQL database and tells the eventlog how far it has come.
#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "shrike/base/bounded_queue.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/base/histogram.hpp"
#include "shrike/domain/sink.hpp"
#include "shrike/store/database.hpp"

namespace shrike::sinks {

struct ArchiveSettings {
  std::size_t queue_batches_max =
      512;                       ///< engine steps waiting to be stored; a full queue slows the engine, it drops nothing
  std::size_t rows_max = 5'000;  ///< decisions in one transaction, about
  TimeUs wait_us_max = 20 * kMillisecondUs;  ///< how long a transaction may wait to fill: nobody waits for the archive
  TimeUs retry_us_min = 100 * kMillisecondUs;
  TimeUs retry_us_max = 5 * kSecondUs;
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
  Archive(const ArchiveSettings& settings, store::Database& database, const Clock& clock,
          std::function<void(domain::Seq)> committed);

  void accept(const domain::DecisionBatchPtr& batch) override;

  /// Stores until stopped, and then what was accepted before. A write that fails is tried again, for ever, with
  /// back-off: nothing after it may be stored first. After a stop one last attempt is made.
  void run(const std::stop_token& stop);

  [[nodiscard]] const ArchiveStatus& status() const { return status_; }
  [[nodiscard]] std::size_t depth() const { return queue_.size(); }
  [[nodiscard]] std::size_t capacity() const { return queue_.capacity(); }
  /// Words of the error that the archive is stuck on; empty when it works.
  [[nodiscard]] std::string failure() const;

 private:
  void take(std::vector<domain::DecisionBatchPtr>& batches, TimeUs wait_us);
  bool store(const std::vector<domain::DecisionBatchPtr>& batches, const std::stop_token& stop);
  void set_failure(std::string text);

  const ArchiveSettings settings_;
  store::Database& database_;
  const Clock& clock_;
  const std::function<void(domain::Seq)> committed_;
  BoundedQueue<domain::DecisionBatchPtr> queue_;
  ArchiveStatus status_;
  mutable std::mutex mutex_;  // guards failure_
  std::string failure_;
};

}  // namespace shrike::sinks
