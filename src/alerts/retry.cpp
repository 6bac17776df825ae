#include "alerts/retry.hpp"

#include <algorithm>

namespace shrike::alerts {

namespace {
constexpr double kJitter = 0.2;
}

std::optional<TimeUs> pause_after(std::uint32_t attempts, const Answer& answer, double factor, Random& random) {
  if (attempts >= kAttemptPauses.size()) return std::nullopt;
  const double pause_us = static_cast<double>(kAttemptPauses.at(attempts)) * factor * (1 + kJitter * random.uniform());
  const TimeUs asked_us = asks_for_patience(answer) ? answer.retry_after_us.value_or(0) : 0;
  return std::max(static_cast<TimeUs>(pause_us), asked_us);
}

bool asks_for_patience(const Answer& answer) {
  if (answer.status == 429) return true;
  return answer.retry_after_us && answer.status >= 502 && answer.status <= 504;
}

}  // namespace shrike::alerts
