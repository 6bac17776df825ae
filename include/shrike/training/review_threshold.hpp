#pragma once
// The threshold of review that holds a promise: so many reviews a day, or so many honest payments bothered. Pure.
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "shrike/training/monitoring.hpp"

namespace shrike::training {

/// At most one of the two is set.
struct ReviewGoal {
  double alerts_per_day = 0;           ///< transactions put to review, per day of event time; 0 = no budget
  double false_positive_rate_max = 0;  ///< of known genuine transactions, reviewed or declined; 0 = no limit
  [[nodiscard]] bool set() const { return alerts_per_day > 0 || false_positive_rate_max > 0; }
};

inline constexpr int kBudgetDays = 7;                      ///< full days before today that a budget is reckoned over
inline constexpr std::uint64_t kGoalDecisionsMin = 1'000;  ///< in what is reckoned over; with fewer nothing changes
/// Risk below which nobody is asked, however large the budget: at 5 points 19 of 20 would be honest.
inline constexpr double kReviewFromMin = 5;
inline constexpr double kReviewFromMax = 100;
/// A threshold stays while what reaches it is between this part of the goal and the goal itself.
inline constexpr double kGoalReachedMin = 0.9;

struct ProposedThreshold {
  double review_from = 0;
  std::string note;  ///< the reckoning, in words
};

/// What is looked at and when: `today` and `last_mature` are days since 1970 of the newest event time.
struct ReviewWindow {
  std::span<const MonitoredDecision> decisions;
  std::int32_t today = 0;
  std::int32_t last_mature = 0;
  double sample_share = 1;  ///< of the transactions that are in `decisions`
};

/// The lowest threshold that keeps to the goal over the window, or nullopt: the present one does well enough, or there
/// is too little to reckon with. The risk of equals is never split.
std::optional<ProposedThreshold> propose_threshold(const ReviewWindow& window, const ReviewGoal& goal,
                                                   std::optional<double> present);

}  // namespace shrike::training
