#pragma once
// What would have had to be different for a better outcome (S. Wachter, B. Mittelstadt, C. Russell 2018,
// "Counterfactual explanations without opening the black box").
#include <optional>
#include <string>
#include <vector>

#include "shrike/engine/core.hpp"

namespace shrike::engine {

/// One input with another value.
struct Change {
  std::string input;  ///< "amount", "channel", "card_present", "message", "blocklist"
  std::string from;
  std::string to;    ///< empty: taken away
  std::string text;  ///< "with an amount of EUR 212.00 instead of EUR 1250.00"
};

/// A decision like the one that was made, but for the changes.
struct Counterfactual {
  std::vector<Change> changes;  ///< empty: none was found, and of the rest only `text` has a meaning
  domain::Outcome outcome = domain::Outcome::approve;
  std::int32_t risk_score = 0;
  double fraud_probability = 0;
  std::string text;  ///< "Would be approved with an amount of …"
};

/// The smallest change found that gives a better outcome, judged by the function that decides live. Looked at are what
/// a payer could have done otherwise and what can be judged from the stored decision: a lower amount, the card present
/// instead of absent, both; of a message up to 6 parts taken out; and the blocklist entry that it is on. Another time
/// or country would have met another history, which is gone. Pure; any thread; some milliseconds. nullopt for an
/// approval, a repetition, and where another model or feature table than given has judged.
std::optional<Counterfactual> counterfactual(const domain::Decision& stored, const EngineSettings& settings,
                                             const ModelSet& models);

}  // namespace shrike::engine
