// Every feature of a message's sender on random streams, worked out the slow way from the list of all earlier messages.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "shrike/base/random.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/engine/sender_table.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

using domain::Event;
using domain::Message;

const Message& body_of(const Event& event) { return std::get<Message>(event.body); }

/// Shares no code and no table with the engine: it knows the features by their names.
class SenderOracle {
 public:
  void add(const Event& message) { messages_.push_back(message); }
  void label(const Event& message, bool fraud) { fraud_[body_of(message).id] = fraud; }

  [[nodiscard]] std::map<std::string, double> values(const Event& message) const {
    std::map<std::string, double> out;
    const std::vector<const Event*> all = history_of(message);
    const std::map<std::string, TimeUs> widths{
        {"10m", 10 * kMinuteUs}, {"1h", kHourUs}, {"24h", kDayUs}, {"7d", 7 * kDayUs}, {"30d", 30 * kDayUs}};
    for (const auto& [end, width] : widths) {
      std::set<std::string> texts;
      double count = 0, frauds = 0;
      for (const Event* event : all) {
        const TimeUs age = message.time_us - event->time_us;
        if (age <= 0 || age > width) continue;
        count += 1;
        frauds += is_fraud(*event) ? 1 : 0;
        texts.insert(body_of(*event).content);
      }
      out["phone_count_" + end] = count;
      out["phone_known_frauds_" + end] = frauds;
      out["phone_fraud_share_" + end] = count > 0 ? frauds / count : 0;
      out["phone_texts_" + end] = static_cast<double>(texts.size());
      if (end == "30d") out["phone_text_is_new"] = texts.empty() ? NAN : 1.0 - texts.count(body_of(message).content);
    }
    add_ages(message, all, out);
    return out;
  }

 private:
  [[nodiscard]] bool is_fraud(const Event& message) const {
    const auto found = fraud_.find(body_of(message).id);
    return found != fraud_.end() && found->second;
  }

  void add_ages(const Event& message, const std::vector<const Event*>& all, std::map<std::string, double>& out) const {
    double last = NAN, first = NAN, fraud = NAN;
    for (const Event* event : all) {
      const auto age = static_cast<double>(message.time_us - event->time_us) / kSecondUs;
      if (age > 0) first = std::fmax(first, age);
      if (age <= 0 || age > 30 * 86'400) continue;
      last = std::fmin(last, age);
      if (is_fraud(*event)) fraud = std::fmin(fraud, age / 3'600);
    }
    out["phone_seconds_since_last"] = last;
    out["phone_seconds_since_first"] = first;
    out["phone_hours_since_known_fraud"] = fraud;
  }

  /// Messages of the same sender, since its last pause.
  [[nodiscard]] std::vector<const Event*> history_of(const Event& message) const {
    std::vector<const Event*> found;
    const auto paused = [&](const Event& next) {
      for (const Event* one : found) {
        if (next.time_us - one->time_us <= 39 * kDayUs) return false;
      }
      return true;
    };
    for (const Event& event : messages_) {
      if (event.tenant != message.tenant || body_of(event).phone_number != body_of(message).phone_number) continue;
      if (paused(event)) found.clear();
      found.push_back(&event);
    }
    if (paused(message)) found.clear();
    return found;
  }

  std::vector<Event> messages_;
  std::map<std::string, bool> fraud_;
};

class Stream {
 public:
  explicit Stream(std::uint64_t seed) : random(seed) {}

  Event next() {
    if (random.below(200) == 0) now_us_ += 41 * kDayUs;
    if (random.below(4) != 0) now_us_ += static_cast<TimeUs>(random.below(9'000)) * kSecondUs;
    const bool late = random.below(8) == 0;
    const std::string sender = random.below(10) == 0 ? "" : "+49" + std::to_string(random.below(4));
    const TimeUs time_us = late ? now_us_ - static_cast<TimeUs>(random.below(2 * 86'400)) * kSecondUs : now_us_;
    const std::string text = "text " + std::to_string(random.below(6));
    Event event = shrike::testing::message(sender, text, "m-" + std::to_string(++count_), time_us);
    event.tenant = random.below(10) == 0 ? "other" : "default";
    event.seq = count_;
    return event;
  }
  Random random;

 private:
  TimeUs now_us_ = shrike::testing::kSomeTimeUs;
  domain::Seq count_ = 0;
};

void compare(const domain::Decision& decision, const SenderOracle& oracle, const std::string& where) {
  if (decision.message()->phone_number.empty()) {
    EXPECT_TRUE(decision.features.empty()) << where;
    return;
  }
  const auto expected = oracle.values(decision.event);
  ASSERT_EQ(decision.features.size(), kSenderFeatureCount) << where;
  EXPECT_EQ(decision.feature_table, table_of(domain::EventKind::message).id);
  for (std::size_t i = 0; i < kSenderFeatureCount; ++i) {
    const std::string name(kSenderTable[i].name);
    ASSERT_TRUE(expected.contains(name)) << "teach the oracle what " << name << " is";
    const double want = expected.at(name), got = decision.features[i];
    if (std::isnan(want)) {
      ASSERT_TRUE(std::isnan(got)) << where << name << ": " << got << ", where nothing is known";
    } else {
      ASSERT_NEAR(got, want, 1e-5 * std::max(1.0, std::abs(want))) << where << name;
    }
  }
}

void label_one(const std::vector<Event>& messages, Random& random, Core& core, SenderOracle& oracle) {
  const Event& about = messages[messages.size() - 1 - random.below(std::min<std::size_t>(messages.size(), 60))];
  const bool fraud = random.below(3) != 0;
  Event label;
  label.tenant = about.tenant;
  label.time_us = about.time_us + kDayUs;
  label.body = domain::label_about(about);
  std::get<domain::Label>(label.body).fraud = fraud;
  core.apply(label);
  oracle.label(about, fraud);
}

TEST(SenderOracle, EveryFeatureOfTheTableOnRandomStreams) {
  const SystemClock clock;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Core core({}, {}, clock);
    SenderOracle oracle;
    Stream stream(seed);
    std::vector<Event> messages;
    for (int i = 0; i < 700; ++i) {
      const Event event = stream.next();
      const auto decision = core.apply(event, Effort::state_only);
      compare(*decision, oracle, "seed " + std::to_string(seed) + ", message " + std::to_string(i) + ": ");
      if (::testing::Test::HasFatalFailure()) return;
      oracle.add(event);
      messages.push_back(event);
      if (stream.random.below(3) == 0) label_one(messages, stream.random, core, oracle);
    }
  }
}

/// Decisions of a sender whose first `scams` of `count` messages are known scams by now.
std::shared_ptr<domain::Decision> after_known_scams(int scams, int count) {
  const SystemClock clock;
  Core core({}, {}, clock);
  for (int i = 0; i < count; ++i) {
    const Event event = shrike::testing::message("+4915", "See you at " + std::to_string(i), "m-" + std::to_string(i),
                                                 shrike::testing::kSomeTimeUs + i * kMinuteUs);
    core.apply(event);
    if (i >= scams) continue;
    Event label = event;
    label.body = domain::label_about(event);
    std::get<domain::Label>(label.body).fraud = true;
    core.apply(label);
  }
  return core.apply(
      shrike::testing::message("+4915", "See you at noon", "m-last", shrike::testing::kSomeTimeUs + kHourUs));
}

TEST(KnownSender, HalfOfTheMessagesBeingKnownScamsRaisesTheRiskAndSaysSo) {
  const auto decision = after_known_scams(2, 4);
  ASSERT_EQ(decision->rules.size(), 1U);
  EXPECT_EQ(decision->rules[0].id, domain::kKnownSenderRule);
  EXPECT_EQ(decision->primary_reason(), "2 of the sender's 4 messages in the last 30 days are known scams");
  EXPECT_EQ(decision->risk_score, after_known_scams(0, 4)->risk_score + PolicySettings{}.known_sender_points);
}

TEST(KnownSender, ASenderOfMostlyGenuineMessagesIsTakenForImitated) {
  EXPECT_TRUE(after_known_scams(1, 4)->rules.empty());
  EXPECT_TRUE(after_known_scams(0, 0)->rules.empty());
}

}  // namespace
}  // namespace shrike::engine
