#pragma once
// What one entity did lately: the store behind the window features.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "busy_buckets.hpp"
#include "entry_columns.hpp"
#include "shrike/base/byte_codec.hpp"
#include "shrike/base/clock.hpp"

namespace shrike::engine {

/// What has been seen in one window.
struct Window {
  std::uint64_t count = 0;
  std::uint64_t known_frauds = 0;
  double sum = 0;
  double sum_of_squares = 0;
  float max = 0;
  [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
  /// Population standard deviation; 0 where it is below 1e-5 of the mean, which is rounding.
  [[nodiscard]] double deviation() const;
};

/// Payments of one entity by event time, oldest first; of equal times in the order they came. Kept for kKeptUs before
/// the newest, so that windows of kWindowUsMax are exact for payments that come up to kLateUsMax late.
///
/// The newest kEntriesMax payments are kept one by one. Older ones of a busier entity are counted in buckets of time
/// (busy_buckets.hpp): counts, sums and maxima stay true but for the bucket at the window's far edge, which is in or
/// out as a whole. What needs single payments (distinct values, "is new") then covers the newest kEntriesMax alone.
///
/// Known frauds are a list of their own: a label counts from when it comes, and may be taken back. It holds
/// kFraudsMax; older ones go to the buckets, where they can no longer be taken back.
///
/// Memory: 80 bytes, and 30 for each payment (15 KiB at most), 16 for each known fraud (8 KiB at most), and 24 KiB of
/// buckets for a busy one.
class History {
 public:
  static constexpr std::size_t kEntriesMax = 512;
  static constexpr std::size_t kFraudsMax = 512;
  static constexpr TimeUs kWindowUsMax = 37 * kDayUs;  ///< 30 days, seen from 7 days ago
  static constexpr TimeUs kLateUsMax = 2 * kDayUs;
  static constexpr TimeUs kKeptUs = kWindowUsMax + kLateUsMax;

  void add(const Entry& entry);
  /// A label on the payment of that time and id: fraud or, later, legitimate after all. The same label twice counts
  /// once.
  void label(TimeUs time_us, std::uint32_t id, bool fraud);

  /// Aggregates of [now - w, now) for each w, which must ascend. `out` has one place per window.
  void windows(TimeUs now_us, std::span<const TimeUs> widths_us, std::span<Window> out) const;
  /// Places of the single payments in [from, to), oldest first, in entries().
  struct Range {
    std::size_t first = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - first; }
    [[nodiscard]] bool empty() const { return first == end; }
    template <class T>
    [[nodiscard]] std::span<const T> of(std::span<const T> column) const {
      return column.subspan(first, size());
    }
  };
  [[nodiscard]] Range between(TimeUs from_us, TimeUs to_us) const;
  [[nodiscard]] const EntryColumns& entries() const { return entries_; }
  struct Fraud {
    TimeUs time_us;
    std::uint32_t id;
  };
  /// Known frauds in [from, to), oldest first.
  [[nodiscard]] std::span<const Fraud> frauds_between(TimeUs from_us, TimeUs to_us) const;
  /// Newest known fraud in [from, to), as a time; nullptr when there is none.
  [[nodiscard]] const TimeUs* last_fraud(TimeUs from_us, TimeUs to_us) const;

  /// Known frauds in [from, to) since the newest payment before `matured` that is not one.
  struct FraudRun {
    const TimeUs* genuine = nullptr;  ///< that payment's time; nullptr when there is none in [from, matured)
    std::size_t count = 0;
    const TimeUs* first = nullptr;  ///< the run's first; nullptr when it is empty
  };
  /// A genuine payment of the very time of a fraud does not end the run.
  [[nodiscard]] FraudRun fraud_run(TimeUs from_us, TimeUs matured_us, TimeUs to_us) const;

  /// Byte form: docs/formats/checkpoint.md. Loading replaces what is here; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

  /// Asks the processor for what windows() will read first: waiting for memory is most of what it costs.
  void prefetch() const {
    constexpr std::size_t kLines = 6;
    const auto newest_lines = [&](const auto& column) {
      const auto* const line = reinterpret_cast<const std::byte*>(column.data() + column.size() - 1);
      const std::size_t lines = std::min(kLines, column.size_bytes() / kLineBytes + 1);
      for (std::size_t back = 0; back < lines; ++back) __builtin_prefetch(line - back * kLineBytes);
    };
    if (entries_.empty()) return;
    newest_lines(entries_.times());
    newest_lines(entries_.amounts());
  }

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Time of the newest payment; only where there is one.
  [[nodiscard]] TimeUs newest_us() const { return entries_.times().back(); }

  static constexpr TimeUs kFarthestUs = 700'000 * kDayUs;  ///< either way from 1970: further only damage can reach

 private:
  static constexpr std::size_t kLineBytes = 64;
  void forget_old();
  void spill(std::size_t count);
  bool load_buckets(ByteReader& in);
  bool load_frauds(ByteReader& in);

  EntryColumns entries_;
  std::vector<Fraud> frauds_;               // by time and id
  std::unique_ptr<BusyBuckets> buckets_;    // of payments before the entries
  TimeUs spilled_until_us_ = -kFarthestUs;  // time of the newest payment in the buckets
};

}  // namespace shrike::engine
