#pragma once
// What one entity did lately: the store behind the window features.
#include <cstdint>
#include <span>
#include <vector>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/clock.hpp"

namespace shrike::engine {

/// Payments of one entity by event time, oldest first, at most kEntriesMax and not older than kWindowUsMax + kLateUsMax
/// before the newest, so that windows are exact for payments that come up to kLateUsMax late. Exact while an entity has
/// at most kEntriesMax payments in its windows; beyond that the oldest are forgotten, so counts and sums of long
/// windows are then lower bounds. Late payments are put in their place.
class History {
 public:
  static constexpr std::size_t kEntriesMax = 512;
  static constexpr TimeUs kWindowUsMax = 30 * kDayUs;
  static constexpr TimeUs kLateUsMax = 2 * kDayUs;

  struct Entry {
    TimeUs time_us;
    float amount;
    bool known_fraud;
  };

  struct Window {
    std::uint32_t count = 0;
    std::uint32_t known_frauds = 0;
    double sum = 0;
    double sum_of_squares = 0;
    float max = 0;
    [[nodiscard]] double mean() const { return sum / count; }
    /// Population standard deviation.
    [[nodiscard]] double deviation() const;
  };

  void add(TimeUs time_us, float amount);
  /// Marks the payment of exactly that time as fraud. False when it is not (or no longer) here.
  bool mark_fraud(TimeUs time_us);

  /// Aggregates of [now - w, now) for each w, which must ascend. `out` has one place per window.
  void windows(TimeUs now_us, std::span<const TimeUs> widths_us, std::span<Window> out) const;
  /// Newest payment before `now`; nullptr when there is none.
  [[nodiscard]] const Entry* last_before(TimeUs now_us) const;
  /// Newest payment before `now` that is known as fraud.
  [[nodiscard]] const Entry* last_fraud_before(TimeUs now_us) const;
  /// Byte form: docs/formats/checkpoint.md. Loading replaces what is here; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

  [[nodiscard]] TimeUs newest_us() const { return entries_.empty() ? 0 : entries_.back().time_us; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace shrike::engine
