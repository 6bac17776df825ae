#include "shrike/alerts/usage_meter.hpp"

#include <algorithm>
#include <iterator>

namespace shrike::alerts {

namespace {
constexpr TimeUs kSampleUs = 10 * kSecondUs;
}

std::optional<double> UsageMeter::ratio(double total, TimeUs now_us) {
  if (!samples_.empty() && now_us < samples_.back().at_us) samples_.clear();  // the clock was put back
  if (samples_.empty() || now_us - samples_.back().at_us >= kSampleUs) samples_.push_back({now_us, total});
  while (samples_.front().at_us < now_us - kNowUs - kBeforeUs) samples_.pop_front();
  const auto after = std::ranges::upper_bound(samples_, now_us - kNowUs, {}, &Sample::at_us);
  if (after == samples_.begin()) return std::nullopt;
  const Sample& border = *std::prev(after);
  const TimeUs before_us = border.at_us - samples_.front().at_us;
  if (before_us < kLeastUs) return std::nullopt;
  const auto per_minute = [](double count, TimeUs length_us) {
    return count * static_cast<double>(kMinuteUs) / static_cast<double>(length_us);
  };
  const double usual = per_minute(border.total - samples_.front().total, before_us);
  if (usual < kLeastPerMinute) return std::nullopt;
  return per_minute(total - border.total, now_us - border.at_us) / usual;
}

}  // namespace shrike::alerts
