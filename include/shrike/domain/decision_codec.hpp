#pragma once
// The byte form of a decision. Layout: docs/formats/decision.md. Little-endian, versioned, no padding.
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"
#include "shrike/domain/sink.hpp"

namespace shrike::domain {

inline constexpr std::uint8_t kDecisionCodecVersion = 3;

/// Appends what the engine judged: everything but the event and the measured times. Equal decisions have equal bytes,
/// so this is what replay compares.
void append_judgement(std::string& out, const Decision& decision);

/// Appends a whole decision: number, event, judgement, timings.
void append_decision(std::string& out, const Decision& decision);
/// Reads what append_decision wrote. Error: corrupt.
Result<Decision> decode_decision(std::string_view bytes);

/// A whole engine step.
void append_batch(std::string& out, const DecisionBatch& batch);
/// Error: corrupt.
Result<DecisionBatch> decode_batch(std::string_view bytes);

}  // namespace shrike::domain
