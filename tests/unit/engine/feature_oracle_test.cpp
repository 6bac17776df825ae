// Every feature of the table on random streams, against an oracle that knows nothing of the engine.
#include <gtest/gtest.h>

#include <cmath>

#include "feature_oracle.hpp"
#include "shrike/base/random.hpp"
#include "shrike/engine/core.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

using domain::Event;
using domain::Transaction;

/// Payments with equal times, late ones, long pauses, missing names, equal amounts, and a few busy entities.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) : random_(seed) {}

  Event next() {
    if (random_.below(400) == 0) now_us_ += 41 * kDayUs;
    if (random_.below(4) != 0) now_us_ += static_cast<TimeUs>(random_.below(5'000)) * kSecondUs;
    const bool late = random_.below(8) == 0;
    const TimeUs time_us = late ? now_us_ - static_cast<TimeUs>(random_.below(2 * 86'400)) * kSecondUs : now_us_;
    const auto cents = random_.below(3) == 0 ? 2'500 : static_cast<std::int64_t>(random_.below(100'000));
    Event event =
        shrike::testing::payment("t-" + std::to_string(++count_), cents, some("tok", 6), some("term", 5), time_us);
    event.tenant = random_.below(10) == 0 ? "other" : "default";
    event.seq = count_;
    auto& body = std::get<Transaction>(event.body);
    body.customer_id = some("cust", 4);
    body.merchant_id = some("shop", 4);
    body.device_id = some("dev", 5);
    body.ip = some("ip", 3);
    static constexpr std::array kCountries{"DE", "DE", "DE", "FR", "US", "AU", "ZZ", ""};
    body.country = kCountries[random_.below(kCountries.size())];
    body.channel = static_cast<domain::Channel>(random_.below(6));
    if (random_.below(2) == 0) body.card_present = random_.below(2) == 0;
    return event;
  }
  Random& random() { return random_; }

 private:
  /// Half of the time the first one; one in ten times nobody.
  std::string some(const std::string& kind, std::uint64_t count) {
    if (random_.below(10) == 0) return {};
    return kind + std::to_string(random_.below(2) == 0 ? 0 : random_.below(count));
  }
  Random random_;
  TimeUs now_us_ = shrike::testing::kSomeTimeUs;
  domain::Seq count_ = 0;
};

void expect_near(double actual, double expected, const std::string& what) {
  if (std::isnan(expected)) {
    ASSERT_TRUE(std::isnan(actual)) << what << ": " << actual << ", where nothing is known";
  } else {
    ASSERT_NEAR(actual, expected, 1e-5 * std::max(1.0, std::abs(expected))) << what;
  }
}

/// A label on one of the newest payments, fraud or legitimate, whatever it was before.
void label_one(const std::vector<Event>& payments, Random& random, Core& core, testing::FeatureOracle& oracle) {
  const Event& about = payments[payments.size() - 1 - random.below(std::min<std::size_t>(payments.size(), 150))];
  const bool fraud = random.below(3) != 0;
  Event label = shrike::testing::fraud_label(about, about.time_us + kDayUs);
  label.tenant = about.tenant;
  std::get<domain::Label>(label.body).fraud = fraud;
  core.apply(label);
  oracle.label(about, fraud);
}

void compare(const Core& core, const testing::FeatureOracle& oracle, const Event& event, const std::string& where) {
  const FeatureVector values = core.features_of(event);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const std::string name(kFeatureTable[i].name);
    const auto expected = oracle.value(name, event);
    ASSERT_TRUE(expected.has_value()) << "teach the oracle what " << name << " is";
    expect_near(values[i], *expected, where + name);
  }
  const auto& body = std::get<Transaction>(event.body);
  if (body.customer_id.empty() || body.terminal_id.empty()) return;
  const auto columns = core.handbook_features_of(event);
  const auto expected = oracle.handbook(event);
  for (std::size_t i = 0; i < columns.size(); ++i)
    expect_near(columns[i], expected[i], where + std::string(kHandbookColumns[i]));
}

TEST(FeatureOracle, EveryFeatureOfTheTableOnRandomStreams) {
  const SystemClock clock;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Core core({}, {}, clock);
    testing::FeatureOracle oracle;
    Stream stream(seed);
    std::vector<Event> payments;
    for (int i = 0; i < 700; ++i) {
      const Event event = stream.next();
      compare(core, oracle, event, "seed " + std::to_string(seed) + ", payment " + std::to_string(i) + ": ");
      if (::testing::Test::HasFatalFailure()) return;
      core.apply(event, Effort::state_only);
      oracle.add(event);
      payments.push_back(event);
      if (stream.random().below(3) == 0) label_one(payments, stream.random(), core, oracle);
    }
  }
}

}  // namespace
}  // namespace shrike::engine
