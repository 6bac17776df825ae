#pragma once
// The thread that tells people: takes what is due from the outbox, sends it, writes down what became of it.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "shrike/alerts/channel.hpp"
#include "shrike/alerts/watch.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/base/random.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/silences.hpp"

namespace shrike::alerts {

/// What others may know of a channel.
struct ChannelStatus {
  std::string name;
  std::string tenant;  ///< whose it is
  std::string target;  ///< receiver, without secrets
  std::string state;   ///< "ok", "failing" (the newest attempts failed), "disabled" (410, until a restart)
  std::string last_result;
  TimeUs last_attempt_at_us = 0;
  TimeUs last_success_at_us = 0;
  std::uint32_t failures = 0;   ///< in a row
  std::uint64_t delivered = 0;  ///< since the start
  std::uint64_t backlog = 0;
  std::uint64_t dead = 0;  ///< given up, ever
};

/// What an Outbound works with. The references outlive it.
struct OutboundParts {
  AlertSettings settings;
  store::Database& database;  ///< a connection of its own, for its thread
  const Clock& clock;
  Transport& transport;
  Metrics& metrics;
  std::string tenant;  ///< the operator's: of the system's own alerts, and of the channels that name none
  std::uint64_t seed = 1;
  /// What the system measures now; called on the outbound thread.
  std::function<Figures()> figures;
  std::vector<std::unique_ptr<AlertChannel>> channels = {};
};

/// `run` and `step` are for the outbound thread, the rest is thread-safe.
class Outbound {
 public:
  static constexpr std::uint32_t kFailuresShown = 3;    ///< in a row, until a channel counts as failing
  static constexpr std::size_t kInFlightMax = 16;       ///< of one channel: a slow one holds up no other
  static constexpr std::size_t kTenantInFlightMax = 4;  ///< of a tenant's: there are many, and sockets are few
  static constexpr std::size_t kTestsMax = 2;           ///< of one channel, waiting or under way
  static constexpr TimeUs kLookUs = 100 * kMillisecondUs;

  explicit Outbound(OutboundParts parts);
  ~Outbound();

  /// Until stopped; what is under way then is given two seconds. The rest is sent after the next start.
  void run(const std::stop_token& stop);
  /// One round: takes due rows, waits up to `wait_us` for answers, stores results, looks after the system once a
  /// second.
  void step(TimeUs wait_us);

  [[nodiscard]] std::vector<ChannelStatus> channels() const;
  /// Names of the channels in which an incident follows its alert (AlertChannel::tells acknowledge).
  [[nodiscard]] std::vector<std::string> followers() const;
  /// Channels of the operator that do not work, in words; empty where all do. Of tenants' channels `channels` tells.
  [[nodiscard]] std::string trouble() const;
  /// Sends a test alert now, to a channel of that tenant. `done` is called on the outbound thread, unless there is an
  /// error: not_found (the tenant has no such channel), unavailable (kTestsMax are not answered yet).
  Result<void> test(const std::string& tenant, const std::string& channel, std::function<void(Answer)> done);

 private:
  struct Lane;    // of one channel
  struct Flight;  // one request under way
  struct Test {
    Lane* lane;
    std::function<void(Answer)> done;
  };

  void fill();
  void fill_lane(Lane& lane, TimeUs now_us);
  [[nodiscard]] Result<bool> may_go(Lane& lane, store::OutboxRow& row, TimeUs now_us);
  [[nodiscard]] Result<bool> leads_group(Lane& lane, store::OutboxRow& row, TimeUs now_us);
  Result<void> send(Lane& lane, const store::OutboxRow& row, TimeUs now_us);
  [[nodiscard]] Result<Notice> read_notice(const store::OutboxRow& row);
  void start_tests();
  void finish(const Transport::Finished& finished);
  void judge(Lane& lane, const store::OutboxRow& row, const Answer& answer);
  void note_state(Lane& lane, const Answer& answer);
  void settle(Lane& lane, const store::OutboxRow& row, std::string state, std::string words, TimeUs due_at_us = 0,
              bool attempted = true);
  void store_results();
  Result<void> look_after(TimeUs now_us);
  Result<void> escalate(TimeUs now_us);
  Result<void> refresh_counts();
  void count(const Lane& lane, std::string_view result);
  void set_store_failed(const Error& error);

  OutboundParts parts_;
  Random random_;
  Watch watch_;
  const store::ChannelRoutes escalations_;
  std::vector<std::string> names_;  // of all lanes
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::map<std::uint64_t, Flight> flights_;  // by token
  std::uint64_t next_token_ = 1;
  std::vector<store::OutboxResult> results_;  // to be stored
  TimeUs next_look_us_ = 0;                   // steady
  TimeUs next_care_us_ = 0;
  TimeUs next_prune_us_ = 0;
  bool store_failed_ = false;
  mutable std::mutex mutex_;  // guards tests_, and status and tests of the lanes
  std::vector<Test> tests_;
};

}  // namespace shrike::alerts
