#pragma once
// The stateless half of a decision: from the event, its features and the list it may be on, to score, outcome and
// reasons.
#include <optional>

#include "shrike/engine/core.hpp"
#include "shrike/engine/sender_table.hpp"

namespace shrike::engine {

/// What the engine's state says of an event. All that a judgement depends on besides the event, the models and the
/// settings.
struct Findings {
  FeatureVector features{};               ///< of a transaction
  SenderFeatures sender = kNoSender;      ///< of a message
  std::optional<domain::Reason> blocked;  ///< the blocklist entry that it is on, in words
  bool allowed = false;                   ///< one of its entities is on the allow list
  std::optional<double> review_from;      ///< the threshold that is set
  domain::TenantPolicyPtr policy = {};    ///< the tenant's own, where it has one
};

/// Whether a stored decision's features are of the present table: numbers of another would be read as what they are
/// not.
bool of_this_table(const domain::Decision& stored);

/// What a stored decision was judged from. Only for one of this table.
Findings findings_of(const domain::Decision& stored);

/// The words for an entry of the blocklist.
domain::Reason blocklist_reason(const domain::BlocklistEntry& entry);

/// Fills everything but event, evaluation and timings. Pure: equal findings give an equal decision, to the byte.
void judge(const EngineSettings& settings, const ModelSet& models, const Findings& findings, Effort effort,
           domain::Decision& decision);

}  // namespace shrike::engine
