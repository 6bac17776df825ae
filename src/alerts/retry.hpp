#pragma once
// When a delivery is tried again.
#include <array>
#include <cstdint>
#include <optional>

#include "shrike/alerts/transport.hpp"
#include "shrike/base/random.hpp"

namespace shrike::alerts {

/// Pause before each attempt, the first included; after the last there is none. The schedule of Standard Webhooks
/// (https://github.com/standard-webhooks/standard-webhooks, "Deliverability and reliability"), closer at its start.
inline constexpr std::array kAttemptPauses{
    TimeUs{0},      5 * kSecondUs, 30 * kSecondUs, 2 * kMinuteUs, 10 * kMinuteUs,
    30 * kMinuteUs, 2 * kHourUs,   5 * kHourUs,    10 * kHourUs,  14 * kHourUs,
};

/// How long to wait after `attempts` failed ones: the table's pause times `factor`, up to a fifth longer at random, so
/// that many that failed together do not come back together; not shorter than the receiver asked for. Nullopt: that was
/// the last one.
std::optional<TimeUs> pause_after(std::uint32_t attempts, const Answer& answer, double factor, Random& random);

/// True where the answer asks the sender to slow down: 429, and with Retry-After 502, 503 and 504.
bool asks_for_patience(const Answer& answer);

}  // namespace shrike::alerts
