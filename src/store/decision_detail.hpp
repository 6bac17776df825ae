#pragma once
// The `detail` column: what explains a decision, as compact JSON that SQL users can read with their database's
// functions.
#include <string>
#include <string_view>

#include "shrike/domain/decision.hpp"

namespace shrike::store {

/// Appends {"reasons": [[code, text, contribution]…], "rules": [[id, score]…], "model": [id, version],
/// "log_odds": [base, total], "threat": text, "policy": {key: value…} where the tenant had one, "timings": [queue,
/// features, rules, models, total]}.
void append_detail(std::string& out, const domain::Decision& decision);

/// Fills those fields. False when the text is not as written.
bool read_detail(std::string_view text, domain::Decision& decision);

}  // namespace shrike::store
