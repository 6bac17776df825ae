#pragma once
// The decisions that monitoring looks at: the newest kMonitoredDaysMax days of event time, kept up with the store.
#include <string>
#include <vector>

#include "shrike/store/database.hpp"
#include "shrike/training/monitoring.hpp"

namespace shrike::training {

/// One thread. The first update reads the whole window, each later one what is new; 40 bytes are kept of a decision.
/// Where there are more decisions than `rows_max`, every 2nd, 4th, … stretch of the log is looked at. Time is event
/// time: "now" is the newest one, as for training on labels.
class MonitoredWindow {
 public:
  static constexpr std::size_t kRowsMax = 1'000'000;
  static constexpr std::size_t kPageRows = 5'000;
  static constexpr domain::Seq kStretch = 1'000;        ///< numbers of the log that are taken or left out together
  static constexpr TimeUs kStepBackUs = 7 * kDayUs;     ///< event time falls by more: all is read anew
  static constexpr std::size_t kJudgePairsMax = 1'000;  ///< shadows of further pairs are not looked at

  /// `rows_max` is a stretch at least.
  explicit MonitoredWindow(std::string tenant, std::size_t rows_max = kRowsMax)
      : tenant_(std::move(tenant)), rows_max_(rows_max) {
    SHRIKE_ASSERT(rows_max >= kStretch);
  }

  /// Errors: as Database; unavailable when told to give up. What was read until then stays.
  Result<void> update(store::Database& database, const GoOn& go_on);

  [[nodiscard]] const std::string& tenant() const { return tenant_; }
  /// In the order of the log.
  [[nodiscard]] const std::vector<MonitoredDecision>& decisions() const { return decisions_; }
  [[nodiscard]] const std::vector<JudgePair>& judges() const { return judges_; }
  /// The newest event time; 0 = there is no transaction.
  [[nodiscard]] TimeUs now_us() const { return now_us_; }
  [[nodiscard]] std::int32_t today() const { return static_cast<std::int32_t>(now_us_ / kDayUs); }
  [[nodiscard]] double sample_share() const { return 1.0 / static_cast<double>(every_); }

 private:
  Result<void> begin_anew(store::Database& database, TimeUs now_us);
  Result<void> read_decisions(store::Database& database, const GoOn& go_on);
  Result<void> read_stretch(store::Database& database, domain::Seq until);
  Result<void> read_labels(store::Database& database, const GoOn& go_on);
  void thin_out();
  [[nodiscard]] bool is_taken(domain::Seq seq) const { return (seq - 1) / kStretch % every_ == 0; }
  [[nodiscard]] std::uint16_t place_of(const JudgePair& pair);

  const std::string tenant_;
  const std::size_t rows_max_;
  std::vector<MonitoredDecision> decisions_;
  std::vector<JudgePair> judges_;
  bool begun_ = false;
  domain::Seq last_seq_ = 0;    // decisions are read up to here
  domain::Seq last_label_ = 0;  // labels, of those decisions
  domain::Seq every_ = 1;       // one stretch among so many is taken; a power of two
  TimeUs now_us_ = 0;
};

}  // namespace shrike::training
