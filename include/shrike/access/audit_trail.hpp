#pragma once
// The audit chain as the running server writes it: one thread with a connection of its own appends what all others
// tell it.
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "shrike/base/bounded_queue.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/store/audit.hpp"

namespace shrike::access {

/// `write` and `record` from any thread, `run` on the audit thread. What waits is appended as one group.
class AuditTrail {
 public:
  static constexpr std::size_t kWaitingMax = 4'096;
  static constexpr std::size_t kKeptMax = 4'096;  ///< recorded rows that wait for a store that is away
  static constexpr std::size_t kGroupMax = 256;
  static constexpr TimeUs kPatienceUs = 5 * kSecondUs;

  /// Both outlive it.
  AuditTrail(store::Database& database, const Clock& clock)
      : database_(database), clock_(clock), queue_("audit", kWaitingMax) {}

  /// Called once on the audit thread, or at once on the caller's; the number of a row that is durable, or an error, and
  /// then the act must not be carried out.
  using Written = std::function<void(Result<std::int64_t>)>;
  /// For what must not happen unrecorded. Errors: unavailable.
  void write(store::AuditEntry entry, Written written);
  /// For what has happened: kept in memory until the store takes it. When too many wait, they are counted and the count
  /// is recorded.
  void record(store::AuditEntry entry);

  /// Until stopped; then tries once more to write what it has.
  void run(const std::stop_token& stop);
  /// Why nothing can be written at present; empty when it can.
  [[nodiscard]] std::string failure() const;
  [[nodiscard]] std::uint64_t written() const { return written_; }
  [[nodiscard]] std::uint64_t lost() const { return lost_total_; }

 private:
  struct Item {
    store::AuditEntry entry;
    Written written;  // empty: recorded
  };
  void write_group(std::vector<Item>& fresh);
  [[nodiscard]] std::vector<store::AuditEntry> entries_of(const std::vector<Item>& fresh, std::uint64_t lost) const;
  void group_written(std::vector<Item>& fresh, std::int64_t last_fresh);
  void group_failed(std::vector<Item>& fresh, const Error& error);
  void probe();
  void set_failure(std::string why);
  void lose(std::size_t rows);
  [[nodiscard]] bool is_stuck() const;

  store::Database& database_;
  const Clock& clock_;
  BoundedQueue<Item> queue_;
  std::deque<store::AuditEntry> kept_;  // audit thread only
  std::atomic<TimeUs> busy_since_us_{0};
  std::atomic<std::uint64_t> written_{0};
  std::atomic<std::uint64_t> lost_{0};  // not yet told in a row
  std::atomic<std::uint64_t> lost_total_{0};
  mutable std::mutex mutex_;  // guards failure_
  std::string failure_;
};

}  // namespace shrike::access
