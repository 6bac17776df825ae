#pragma once
// The sink behind the dashboards: for each tenant running totals, the last minutes by the second, the newest decisions
// and alerts. What it says of one tenant depends on that tenant's events alone.
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/histogram.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/domain/sink.hpp"
#include "shrike/store/rollups.hpp"

namespace shrike::sinks {

inline constexpr std::size_t kLiveHistorySeconds = 600;
inline constexpr std::size_t kLiveRowsKept = 60;
inline constexpr std::size_t kLiveRowsPerTick = 40;
inline constexpr std::size_t kLiveFraudsRemembered =
    100'000;  ///< outcomes by event id, to tell caught frauds when labels come; of all tenants together
/// Tenants that have figures; a tenant takes at most 0.4 MB. Decisions of further ones are counted, see `untold`.
inline constexpr std::size_t kLiveTenantsMax = 256;

/// Thread-safe; the lock is held for well under a millisecond.
class Live final : public domain::DecisionSink {
 public:
  /// By tenant, totals of what was stored in earlier runs. Those tenants come first where there are too many.
  using Before = std::map<std::string, store::Totals>;
  Live(const Clock& clock, Before before, domain::RiskLevel alerts_from = domain::RiskLevel::critical);
  ~Live() override;

  void accept(const domain::DecisionBatchPtr& batch) override;

  /// What is new since the last call, as `data` of the live messages (docs/formats/live-protocol.md).
  struct Tick {
    std::optional<std::string> decisions;
    std::vector<std::string> alerts;
    std::string points;  ///< array: the seconds that ended since the last call
  };
  Tick tick(const std::string& tenant);

  /// Whether the tenant has figures, from now on where it had none. False when there are too many tenants.
  bool admit(const std::string& tenant);
  /// Members `totals`, `rates` and `latency_us` of Stats.
  void write_totals(JsonWriter& out, const std::string& tenant) const;
  /// The arrays of hello.
  void write_history(JsonWriter& out, const std::string& tenant) const;
  void write_decisions(JsonWriter& out, const std::string& tenant) const;
  void write_alerts(JsonWriter& out, const std::string& tenant) const;

  [[nodiscard]] store::Totals totals(const std::string& tenant) const;
  /// Decisions per second over the last five whole seconds.
  [[nodiscard]] double decision_rate(const std::string& tenant) const;
  /// Newest event time of a decision of the tenant since start; 0 = none.
  [[nodiscard]] TimeUs event_time_us(const std::string& tenant) const;

  /// Of all tenants together, those without figures included.
  struct Everything {
    std::uint64_t decisions = 0;
    std::array<std::uint64_t, 4> by_level{};  ///< index: RiskLevel
    std::uint64_t alerts_raised = 0;          ///< since start
    std::uint64_t untold = 0;                 ///< decisions of tenants without figures, since start
  };
  [[nodiscard]] Everything everything() const;
  /// Those with figures, by name.
  [[nodiscard]] std::vector<std::string> tenants() const;

 private:
  struct OfTenant;
  OfTenant* find_locked(const std::string& tenant);
  [[nodiscard]] const OfTenant& get_locked(const std::string& tenant) const;
  void count(const domain::DecisionPtr& decision, std::int64_t second);
  void count_label(const domain::Label& label, const std::string& tenant);
  void remember(const OfTenant& of, const domain::Decision& decision);
  [[nodiscard]] std::int64_t second_now() const { return clock_.now_us() / kSecondUs; }

  const Clock& clock_;
  const domain::RiskLevel alerts_from_;
  mutable std::mutex mutex_;  // guards everything below
  std::map<std::string, std::unique_ptr<OfTenant>> tenants_;
  OfTenant* last_ = nullptr;          // whose decision came last: often the next one's too
  std::unique_ptr<OfTenant> nobody_;  // what is said of a tenant without figures
  Everything everything_;
  std::unordered_map<std::uint64_t, bool> flagged_by_event_;  // by a hash of tenant and event id
  std::deque<std::uint64_t> remembered_;
};

}  // namespace shrike::sinks
