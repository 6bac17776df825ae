#pragma once
// JSON forms of decisions and alerts, the same for the live channel, the search and /analyze
// (docs/formats/live-protocol.md).
#include <optional>

#include "shrike/base/json_writer.hpp"
#include "shrike/domain/decision.hpp"

namespace shrike::domain {

/// A DecisionRow: everything but the feature values.
void write_decision_row(JsonWriter& out, const Decision& decision, std::optional<bool> fraud_label);
/// The reply of POST /analyze. `evaluation` "duplicate" where the decision was made for an earlier equal request.
void write_analyze_reply(JsonWriter& out, const Decision& decision, bool duplicate);
/// An Alert; its decision must be there. `case_id` of the case that it belongs to, where that is known.
void write_alert(JsonWriter& out, const Alert& alert, std::string_view case_id = {});

}  // namespace shrike::domain
