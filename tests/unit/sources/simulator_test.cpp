#include "shrike/sources/simulator.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "shrike/sources/generator.hpp"

namespace shrike::sources {
namespace {

TEST(Simulator, FiguresFitThePublishedMethod) {
  Simulator simulator({});
  std::array<std::size_t, 4> scenarios{};
  double amount = 0;
  std::size_t rows = 0;
  std::set<std::uint32_t> customers;
  constexpr int kDays = 60;
  for (int day = 0; day < kDays; ++day) {
    TimeUs last_us = 0;
    for (const auto& payment : simulator.next_day()) {
      ASSERT_GE(payment.time_us, day * kDayUs);
      ASSERT_LT(payment.time_us, (day + 1) * kDayUs);
      ASSERT_GE(payment.time_us, last_us);
      ASSERT_GE(payment.amount_minor, 0);
      ASSERT_TRUE(payment.scenario != 0 || payment.amount_minor <= Simulator::kLargeMinor);
      last_us = payment.time_us;
      ++scenarios[payment.scenario];
      amount += static_cast<double>(payment.amount_minor) / 100;
      customers.insert(payment.customer);
      ++rows;
    }
  }
  // Published: 9,586 a day, mean amount 53.6, per 183 days about 975 / 9,000 / 4,650 frauds; the first 28 days have
  // fewer.
  EXPECT_NEAR(static_cast<double>(rows) / kDays, 9'586, 300);
  EXPECT_NEAR(amount / static_cast<double>(rows), 53.6, 2.0);
  EXPECT_NEAR(static_cast<double>(scenarios[1]), 975.0 * kDays / 183, 130);
  EXPECT_NEAR(static_cast<double>(scenarios[2]), 9'000.0 * (kDays - 14) / 183, 600);
  EXPECT_NEAR(static_cast<double>(scenarios[3]), 4'650.0 * (kDays - 3) / 183, 450);
  EXPECT_GT(customers.size(), 4'900U);
}

TEST(Simulator, TheSameSeedGivesTheSameDays) {
  Simulator a({.seed = 9, .customers = 200}), b({.seed = 9, .customers = 200}), c({.seed = 10, .customers = 200});
  bool differs = false;
  for (int day = 0; day < 5; ++day) {
    const auto x = a.next_day();
    const auto y = b.next_day();
    ASSERT_EQ(x.size(), y.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_TRUE(x[i].time_us == y[i].time_us && x[i].amount_minor == y[i].amount_minor);
    differs = differs || c.next_day().size() != x.size();
  }
  EXPECT_TRUE(differs);
}

TEST(EventStream, IsInOrderOfTimeAndBringsEveryFraudBackAsALabel) {
  GeneratorSettings settings;
  settings.simulator.customers = 500;
  settings.label_delay_us = kDayUs;
  EventStream stream(settings);
  std::size_t messages = 0, payments = 0;
  std::map<std::string, TimeUs> seen;
  TimeUs last_us = 0;
  std::size_t labels = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto event = stream.next();
    ASSERT_GE(event.time_us, last_us);
    last_us = event.time_us;
    if (const auto* payment = std::get_if<domain::Transaction>(&event.body)) {
      ++payments;
      ASSERT_TRUE(seen.emplace(payment->id, event.time_us).second) << "ids are unique";
    } else if (const auto* label = std::get_if<domain::Label>(&event.body)) {
      ++labels;
      ASSERT_TRUE(seen.contains(label->event_id));
      EXPECT_EQ(label->labelled_event_time_us, seen[label->event_id]);
      EXPECT_EQ(event.time_us, seen[label->event_id] + kDayUs);
    } else {
      ++messages;
    }
  }
  EXPECT_GT(labels, 30U);
  EXPECT_NEAR(static_cast<double>(messages) / static_cast<double>(messages + payments), settings.message_share, 0.01);
}

TEST(MessageTemplates, FillEverySlot) {
  Random random(1);
  std::size_t scams = 0;
  for (int i = 0; i < 2'000; ++i) {
    const auto message = simulated_message(random, 0.3);
    scams += message.scam ? 1 : 0;
    ASSERT_EQ(message.content.find('{'), std::string::npos) << message.content;
    ASSERT_TRUE(message.phone_number.starts_with("555-"));
  }
  EXPECT_NEAR(static_cast<double>(scams) / 2'000, 0.3, 0.05);
}

}  // namespace
}  // namespace shrike::sources
