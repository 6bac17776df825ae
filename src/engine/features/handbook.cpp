#include "shrike/engine/handbook.hpp"

#include "history.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

namespace {

constexpr std::array<TimeUs, 3> kWidths{kDayUs, 7 * kDayUs, 30 * kDayUs};

/// Windows that leave out their start and hold their end: times are whole microseconds.
std::array<Window, 3> windows_until(TimeUs end_us, const History* history) {
  std::array<Window, 3> out{};
  if (history != nullptr) history->windows(end_us + 1, kWidths, out);
  return out;
}

}  // namespace

HandbookFeatures handbook_features(TimeUs time_us, double amount, const History* customer, const History* terminal) {
  const TimeUs day = time_us / kDayUs - (time_us % kDayUs < 0 ? 1 : 0);
  const TimeUs weekday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0 = Monday
  HandbookFeatures out{amount, weekday >= 5 ? 1.0 : 0.0, time_us - day * kDayUs < 7 * kHourUs ? 1.0 : 0.0};
  const auto paid = windows_until(time_us, customer);
  const auto earlier = windows_until(time_us - kLabelDelayUs, terminal);
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    const auto count = static_cast<double>(paid[i].count + 1);
    out[3 + 2 * i] = count;
    out[4 + 2 * i] = (paid[i].sum + amount) / count;
    out[9 + 2 * i] = static_cast<double>(earlier[i].count);
    const bool any = earlier[i].count > 0;
    out[10 + 2 * i] = any ? static_cast<double>(earlier[i].known_frauds) / static_cast<double>(earlier[i].count) : 0;
  }
  return out;
}

}  // namespace shrike::engine
