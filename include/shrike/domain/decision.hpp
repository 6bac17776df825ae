#pragma once
// What Shrike answers: score, level, outcome, and why.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/domain/event.hpp"
#include "shrike/domain/levels.hpp"
#include "shrike/domain/tenant_policy.hpp"

namespace shrike::domain {

/// What was done beyond the answer. Stored: never renumber.
enum class Action : std::uint8_t { none = 0, automatically_blacklisted = 1, queued_for_review = 2 };
std::string_view to_string(Action action);

/// One cause, in words. `contribution` is in log-odds of the model (positive = towards fraud); 0 for a rule or list.
struct Reason {
  std::string code;
  std::string text;
  float contribution = 0;
};

/// Id of the built-in rule that an entity on the blocklist hits.
inline constexpr std::string_view kBlocklistRule = "blocklist";

/// Id of the built-in rule, of no points, that an entity on the allow list hits: its events are not blocked
/// automatically.
inline constexpr std::string_view kAllowlistRule = "allowlist";

/// Id of the built-in rule that a message hits where at least half of its sender's messages of the last 30 days are
/// known scams.
inline constexpr std::string_view kKnownSenderRule = "known_sender";

/// A rule that hit.
struct RuleHit {
  std::string id;
  std::int32_t score = 0;  ///< points added to the risk score
};

/// What another model says of the same event. Nothing depends on it: it is there to compare the two.
struct Shadow {
  ModelRef model;
  double fraud_probability = 0;
  std::int32_t risk_score = 0;
  Outcome outcome = Outcome::approve;
};

/// Microseconds spent on this decision. Measured, so not part of what replay compares.
struct Timings {
  std::uint32_t queue = 0;
  std::uint32_t features = 0;
  std::uint32_t rules = 0;
  std::uint32_t models = 0;
  std::uint32_t total = 0;
};

/// How the engine took the event.
enum class Evaluation : std::uint8_t {
  fresh = 0,      ///< decided now ("new")
  duplicate = 1,  ///< same id and body seen before: the decision of `first_seq` stands
  conflict = 2,   ///< same id with another body: nothing changed
};

/// Made by the engine, once; read by every sink through a shared pointer, so it never changes afterwards.
/// Equal for equal logs, except `timings`.
struct Decision {
  Event event;
  Evaluation evaluation = Evaluation::fresh;
  Seq first_seq = 0;            ///< of the decision that stands, when not fresh
  std::int32_t risk_score = 0;  ///< 0 to 100
  RiskLevel level = RiskLevel::low;
  Outcome outcome = Outcome::approve;
  std::optional<double> review_from;  ///< the threshold that was set then (ThresholdChange); none: the settings' levels
  TenantPolicyPtr policy;  ///< of the tenant, where it had set one of its own then; null: the settings' policy
  Action action = Action::none;
  double fraud_probability = 0;
  double base_log_odds = 0;  ///< of the model before any feature; the contributions add up from here
  double log_odds = 0;
  std::optional<BlocklistEntry> block;  ///< put on the blocklist by this decision (Action::automatically_blacklisted)
  std::string threat_category;          ///< messages only
  std::vector<Reason> reasons;          ///< strongest first; the first is the primary reason
  std::vector<RuleHit> rules;
  ModelRef model;
  std::optional<Shadow> shadow;     ///< where a challenger is set: the one of the two models that did not decide
  std::vector<float> features;      ///< in the order of the engine's table for its kind; empty for an unknown sender
  std::uint32_t feature_table = 0;  ///< id of that table; 0: of one from before tables had ids
  Timings timings;

  [[nodiscard]] Seq seq() const { return event.seq; }
  [[nodiscard]] const Transaction* transaction() const { return std::get_if<Transaction>(&event.body); }
  [[nodiscard]] const Message* message() const { return std::get_if<Message>(&event.body); }
  [[nodiscard]] const std::string& event_id() const;
  /// The entity that the decision is about: card, else customer, else phone number. May be empty.
  [[nodiscard]] const std::string& subject() const;
  [[nodiscard]] std::string_view primary_reason() const {
    return reasons.empty() ? std::string_view() : reasons.front().text;
  }
};

using DecisionPtr = std::shared_ptr<const Decision>;

/// "dec_" and 13 digits of Crockford's base 32, so that text order is log order.
std::string decision_id(Seq seq);
/// Reverse; nullopt when it is no decision id.
std::optional<Seq> seq_of_decision_id(std::string_view id);

/// A condition that wants a person.
struct Alert {
  Seq decision_seq = 0;
  std::string tenant;
  std::string type;      ///< "critical_fraud", "high_risk", "medium_risk", "low_risk"
  std::string severity;  ///< "critical", "warning", "info"
  std::string state = "open";
  TimeUs time_us = 0;    ///< wall clock at ingest of the event behind it
  DecisionPtr decision;  ///< null when read back from the store
};

/// "al_" and the sequence number of the decision, as in decision_id.
std::string alert_id(Seq seq);
/// "sys_" and the number of an alert of the system itself.
std::string system_alert_id(std::uint64_t number);
/// Reverse of the two; nullopt when it is no such id.
std::optional<Seq> seq_of_alert_id(std::string_view id);
std::optional<std::uint64_t> number_of_system_alert_id(std::string_view id);

/// Alert for a decision, or nullopt where none is due: every fresh decision of level `least` or above gives one, unless
/// the blocklist made it so. Where the tenant had set a level of its own when it was decided, that one counts.
std::optional<Alert> alert_for(const DecisionPtr& decision, RiskLevel least = RiskLevel::critical);

}  // namespace shrike::domain
