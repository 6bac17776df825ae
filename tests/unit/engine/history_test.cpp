#include "engine/features/history.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/features/entity_shard.hpp"
#include "shrike/base/random.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

constexpr TimeUs kStartUs = testing::kSomeTimeUs;
constexpr std::array<TimeUs, 5> kWidths{10 * kMinuteUs, kHourUs, kDayUs, 7 * kDayUs, 30 * kDayUs};

std::array<Window, 5> windows(const History& history, TimeUs now_us) {
  std::array<Window, 5> out;
  history.windows(now_us, kWidths, out);
  return out;
}

std::string bytes_of(const History& history) {
  std::string bytes;
  ByteWriter out(bytes);
  history.save(out);
  return bytes;
}

/// The part of each window by which a busy entity's count may be wrong: half a bucket of the ring that answers.
constexpr std::array<double, 5> kErrors{0.0085, 0.0015, 0.0035, 0.012, 0.003};

TEST(History, CountsOfABusyEntityStayTrue) {
  // 40 days at about 100,000 payments a day: far more than are kept one by one.
  constexpr double kGapS = 0.864;
  Random random(1);
  History history;
  std::vector<TimeUs> times;
  TimeUs now_us = kStartUs;
  std::vector<float> amounts;
  for (int i = 0; i < 4'000'000; ++i) {
    now_us += static_cast<TimeUs>(2 * kGapS * random.uniform() * kSecondUs);
    amounts.push_back(static_cast<float>(random.below(100)));
    times.push_back(now_us);
    history.add({now_us, amounts.back(), 0, {}});
  }
  const auto found = windows(history, now_us + 1);
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    const auto first = std::ranges::lower_bound(times, now_us + 1 - kWidths[i]) - times.begin();
    const auto expected = static_cast<double>(times.size() - static_cast<std::size_t>(first));
    double sum = 0;
    for (std::size_t k = static_cast<std::size_t>(first); k < amounts.size(); ++k) sum += amounts[k];
    // Half a bucket, and what chance makes of the pace within it.
    const double allowed = kErrors[i] * expected + 4 * std::sqrt(kErrors[i] * expected);
    EXPECT_NEAR(static_cast<double>(found[i].count), expected, allowed) << i;
    EXPECT_NEAR(found[i].mean(), sum / expected, 0.5) << i;
    EXPECT_EQ(found[i].max, 99) << i;
  }
}

TEST(History, NothingIsLostOrCountedTwiceWhereEntriesAndBucketsMeet) {
  // All within the last ten minutes but one bucket: every window must count each payment once, late ones included.
  Random random(2);
  for (const int count : {511, 512, 513, 577, 2'000}) {
    History history;
    for (int i = 0; i < count; ++i)
      history.add({kStartUs + static_cast<TimeUs>(random.below(500)) * kSecondUs, 10, 0, {}});
    const auto found = windows(history, kStartUs + 501 * kSecondUs);
    for (const Window& window : found) {
      EXPECT_EQ(window.count, static_cast<std::uint64_t>(count));
      EXPECT_DOUBLE_EQ(window.sum, 10.0 * count);
    }
  }
}

TEST(History, LabelsCountOnceAndCanBeTakenBack) {
  History history;
  history.add({kStartUs, 10, 0, {}});
  const auto frauds = [&] { return windows(history, kStartUs + 1)[4].known_frauds; };
  history.label(kStartUs, 7, false);
  EXPECT_EQ(frauds(), 0U);
  history.label(kStartUs, 7, true);
  history.label(kStartUs, 7, true);
  EXPECT_EQ(frauds(), 1U);
  history.label(kStartUs, 8, true);  // another payment of the same time
  EXPECT_EQ(frauds(), 2U);
  history.label(kStartUs, 7, false);
  EXPECT_EQ(frauds(), 1U);
  history.label(kStartUs, 7, true);
  EXPECT_EQ(frauds(), 2U);
}

TEST(History, FraudsBeyondTheListAreStillCounted) {
  History history;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    history.add({kStartUs + i * kMinuteUs, 10, 0, {}});
    history.label(kStartUs + i * kMinuteUs, i, true);
  }
  EXPECT_EQ(windows(history, kStartUs + 2'000 * kMinuteUs)[4].known_frauds, 2'000U);
}

TEST(History, SavesAndLoadsToTheByte) {
  Random random(3);
  for (const int count : {1, 100, 512, 5'000}) {
    History history;
    for (int i = 0; i < count; ++i) {
      const TimeUs time_us = kStartUs + i * kMinuteUs;
      history.add({time_us, static_cast<float>(random.below(50)), 17, {1, 2, 3, 4}});
      if (i % 3 == 0) history.label(time_us, static_cast<std::uint32_t>(i), true);
    }
    const std::string bytes = bytes_of(history);
    History loaded;
    ByteReader in(bytes);
    ASSERT_TRUE(loaded.load(in));
    EXPECT_TRUE(in.at_end());
    history.add({kStartUs + count * kMinuteUs, 5, 0, {}});
    loaded.add({kStartUs + count * kMinuteUs, 5, 0, {}});
    EXPECT_EQ(bytes_of(loaded), bytes_of(history)) << count;
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 200) {
      ByteReader cut(std::string_view(bytes).substr(0, size));
      EXPECT_FALSE(History().load(cut)) << size;
    }
    EXPECT_LT(bytes.size(), 40'000U);
  }
}

void pay(EntityShard& shard, std::uint64_t key, TimeUs time_us) {
  const std::uint32_t place = shard.find_or_add(key);
  shard.at(place).history.add({time_us, 1, 0, {}});
  shard.touch(place, time_us);
  shard.forget_idle();
}

TEST(EntityShard, ForgetsIdleEntitiesAFewAtATime) {
  EntityShard shard;
  for (std::uint64_t key = 1; key <= 1'000; ++key) pay(shard, key, kStartUs);
  for (int i = 0; i < 1'000; ++i) pay(shard, 1, kStartUs + EntityShard::kIdleUs);
  EXPECT_EQ(shard.size(), 1'000U) << "one more microsecond";
  std::size_t before = shard.size();
  for (int i = 0; i < 1'000; ++i) {
    pay(shard, 1, kStartUs + EntityShard::kIdleUs + 1);
    EXPECT_LE(before - shard.size(), 2U);
    before = shard.size();
  }
  EXPECT_EQ(shard.size(), 1U);
  EXPECT_NE(shard.find(1), EntityShard::kNone);
}

/// A shard that was saved on the way forgets the same ones at the same time.
TEST(EntityShard, GoesOnTheSameAfterLoading) {
  Random random(4);
  EntityShard shard, loaded;
  for (int i = 0; i < 6'000; ++i) {
    const std::uint64_t key = 1 + random.below(200) + static_cast<std::uint64_t>(i / 10);
    const TimeUs time_us = kStartUs + i * kHourUs;
    if (i == 3'000) {
      std::string bytes;
      ByteWriter out(bytes);
      shard.save(out);
      ByteReader in(bytes);
      ASSERT_TRUE(loaded.load(
          1, [](std::uint64_t, std::size_t) { return true; }, 0, in));
    }
    pay(shard, key, time_us);
    if (i < 3'000) continue;
    pay(loaded, key, time_us);
    ASSERT_EQ(loaded.size(), shard.size()) << i;
  }
  std::string one, other;
  ByteWriter first(one), second(other);
  shard.save(first);
  loaded.save(second);
  EXPECT_EQ(one, other);
  EXPECT_LT(shard.size(), 500U);
}

}  // namespace
}  // namespace shrike::engine
