#pragma once
// How well the live model of transactions does, from what was decided and what became known of it since. Pure: the rows
// are handed in, nothing is read.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/training/auc_comparison.hpp"
#include "shrike/training/drift.hpp"
#include "shrike/training/go_on.hpp"

namespace shrike::training {

/// A day is mature when so many have gone by since its end: whoever was robbed has said so by then. Transactions of a
/// mature day without a label count as genuine, as they do for training (labelled_payments).
inline constexpr int kMaturityDays = 7;
inline constexpr int kMonitoredDaysMax = 90;
inline constexpr int kMonitoredDays = 30;  ///< what is shown unless asked for otherwise

/// What the labels of an event say together.
enum class Said : std::uint8_t { nothing, fraud, genuine, both };

/// One decision on a transaction, kept small: a window holds up to a million.
struct MonitoredDecision {
  domain::Seq seq = 0;
  double fraud_probability = 0;   ///< never NaN
  double shadow_probability = 0;  ///< of the model that did not decide, where `judges` is not 0
  std::int32_t day = 0;           ///< of the event, UTC, since 1970-01-01
  std::uint16_t judges = 0;       ///< 1 + position in a list of JudgePair; 0: there was no shadow
  float risk = 0;                 ///< score before rounding: 100 x probability and the points of rules
  bool flagged = false;           ///< reviewed or declined
  bool declined = false;
  Said said = Said::nothing;
};

/// Which model decided, and which one was its shadow.
struct JudgePair {
  domain::ModelRef decided;
  domain::ModelRef shadow;
  bool operator==(const JudgePair&) const = default;
};

/// The newest day that is mature at that event time.
std::int32_t last_mature_day(TimeUs now_us);
/// Whether it was fraud; nullopt where that is not known: unlabelled and young, or with labels that disagree.
std::optional<bool> truth_of(const MonitoredDecision& decision, std::int32_t last_mature);

/// Where a denominator is 0, or a class is missing, a figure is not defined.
struct Figures {
  std::uint64_t decisions = 0;
  std::uint64_t labelled = 0;  ///< whose truth is known
  std::uint64_t frauds = 0;    ///< known ones
  std::uint64_t flagged = 0;   ///< of all decisions
  std::optional<double> precision;
  std::optional<double> recall;
  std::optional<double> false_positive_rate;
  std::optional<double> auc;                ///< of the probability that was stated; ties counted half
  std::optional<double> average_precision;  ///< as Evaluation
};

inline constexpr std::size_t kProbabilityBins = 10;
/// Decisions of known truth whose probability was in one tenth of [0, 1].
struct ProbabilityBin {
  std::uint64_t count = 0;
  double probability_sum = 0;
  std::uint64_t frauds = 0;
};
using ProbabilityBins = std::array<ProbabilityBin, kProbabilityBins>;

/// A day that is not mature has counts only: what is known of it so early is mostly its frauds.
struct DayFigures {
  std::int32_t day = 0;
  bool mature = false;
  Figures figures;
  ProbabilityBins bins;  ///< all empty where it is not mature
};

struct DailyReport {
  std::vector<DayFigures> days;  ///< every day from the first with a decision to `today`, at most kMonitoredDaysMax
  /// totals[n - 1]: over the mature ones of the newest n days. Its counts are those of the mature days.
  std::vector<Figures> totals;
};
/// Decisions on other days than the last kMonitoredDaysMax up to `today` are passed over. About 40 bytes of working
/// memory per decision.
DailyReport daily_report(std::span<const MonitoredDecision> decisions, std::int32_t today, std::int32_t last_mature,
                         const GoOn& go_on = always);

/// Ten bins over the mature ones of the newest `count` days.
ProbabilityBins reliability_of(std::span<const DayFigures> days);

inline constexpr int kAccuracyDays = 7;                  ///< the newest mature days …
inline constexpr int kAccuracyBefore = 21;               ///< … against as many before them
inline constexpr std::uint64_t kAccuracyFraudsMin = 30;  ///< in each; with fewer nothing is said
inline constexpr double kAccuracyMargin = 0.05;          ///< of average precision; a smaller fall is none
inline constexpr int kAccuracyReplicates = 200;

struct Accuracy {
  enum class State : std::uint8_t { unknown, ok, dropped };
  State state = State::unknown;
  std::string text;
  Figures recent;  ///< the newest kAccuracyDays mature days
  Figures before;
  double low = 0;  ///< of the 95 % interval of the change of average precision; 0 where unknown
  double high = 0;
};
std::string_view to_string(Accuracy::State state);

/// "dropped" when average precision fell by more than kAccuracyMargin and the interval of the change lies below 0. The
/// interval: percentiles of a bootstrap with Poisson weights (J. Hanley, B. MacGibbon 2006, "Creating non-parametric
/// bootstrap samples using Poisson frequencies"), seeded, decisions taken as independent.
Accuracy accuracy_of(std::span<const MonitoredDecision> decisions, std::int32_t last_mature,
                     const GoOn& go_on = always);

/// The champion and its challenger on the decisions that both have scored, whichever decided.
struct Challenge {
  domain::ModelRef challenger;
  std::uint64_t decisions = 0;
  std::uint64_t labelled = 0;
  std::optional<double> champion_auc;
  std::optional<double> champion_average_precision;
  std::optional<double> challenger_auc;
  std::optional<double> challenger_average_precision;
  std::optional<AucComparison> comparison;  ///< challenger against champion; none with too few labels
  std::string text;
};
inline constexpr std::uint64_t kChallengeClassMin = 10;  ///< of each class; with fewer no interval is given
Challenge challenge_of(std::span<const MonitoredDecision> decisions, std::span<const JudgePair> judges,
                       std::int32_t last_mature, const domain::ModelRef& champion, const domain::ModelRef& challenger);

/// Everything that GET /monitoring shows.
struct MonitoringReport {
  TimeUs computed_at_us = 0;  ///< wall clock; 0 = not yet
  double sample_share = 1;    ///< of the transactions in the window that were looked at
  DailyReport daily;
  std::optional<Drift> drift;
  Accuracy accuracy;
  std::optional<Challenge> challenger;
};

}  // namespace shrike::training
