#pragma once
// How risky something is, and what is answered.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shrike::domain {

/// Stored: never renumber.
enum class RiskLevel : std::uint8_t { low = 0, medium = 1, high = 2, critical = 3 };
inline constexpr std::array kRiskLevels{RiskLevel::low, RiskLevel::medium, RiskLevel::high, RiskLevel::critical};
/// "Low", "Medium", "High", "Critical".
std::string_view to_string(RiskLevel level);
std::optional<RiskLevel> risk_level_from(std::string_view word);

/// Stored: never renumber.
enum class Outcome : std::uint8_t { approve = 0, review = 1, decline = 2 };
inline constexpr std::array kOutcomes{Outcome::approve, Outcome::review, Outcome::decline};
/// "approve", "review", "decline".
std::string_view to_string(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view word);

}  // namespace shrike::domain
