#include "shrike/app/replay.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "shrike/base/time_text.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/sources/simulator.hpp"
#include "support/models.hpp"

namespace shrike::app {
namespace {

std::string simulated_csv(int days) {
  sources::Simulator simulator({.seed = 3, .customers = 300, .terminals = 600, .start_us = 1'522'540'800 * kSecondUs});
  std::string text = "transaction_id,timestamp,customer_id,terminal_id,amount,is_fraud\n";
  std::uint64_t number = 0;
  for (int day = 0; day < days; ++day) {
    for (const auto& payment : simulator.next_day()) {
      text += fmt::format("{},{},{},{},{}.{:02},{}\n", ++number, format_time(payment.time_us), payment.customer,
                          payment.terminal, payment.amount_minor / 100, payment.amount_minor % 100,
                          payment.scenario != 0 ? 1 : 0);
    }
  }
  return text;
}

ReplayReport run(const std::string& text, const ReplaySettings& settings = {}) {
  std::istringstream in(text);
  auto report = replay(in, settings, {}, testing::shipped_models());
  EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().message);
  return report.ok() ? *report : ReplayReport{};
}

nlohmann::json comparable(const ReplayReport& report) {
  auto json = nlohmann::json::parse(report_json(report));
  json.erase("seconds");
  json.erase("events_per_second");
  return json;
}

TEST(Replay, EndsWithTheSameNumbersWhenRepeated) {
  const std::string text = simulated_csv(45);
  const auto first = run(text);
  EXPECT_GT(first.decisions, 20'000U);
  EXPECT_GT(first.labels, 50U);
  EXPECT_GT(first.evaluation.auc, 0.7);
  EXPECT_EQ(comparable(first), comparable(run(text)));
}

TEST(Replay, BadRowsAreReportedAndTheRestGoesOn) {
  const auto report = run("timestamp,amount,is_fraud\n2026-01-01,1.00,0\n2026-01-02,abc,0\n2026-01-03,3.00,1\n");
  EXPECT_EQ(report.decisions, 2U);
  EXPECT_EQ(report.rows_bad, 1U);
  EXPECT_NE(report_text(report).find("line 3: amount"), std::string::npos);
}

TEST(Replay, ScoresOnlyFromTheGivenTimeOn) {
  ReplaySettings settings;
  settings.score_from_us = *parse_time("2026-01-02");
  const auto report =
      run("timestamp,amount,is_fraud\n2026-01-01,1.00,0\n2026-01-02,2.00,0\n2026-01-03,3.00,1\n", settings);
  EXPECT_EQ(report.decisions, 3U);
  EXPECT_EQ(report.evaluation.events, 2U);
}

TEST(Replay, MessagesGoThroughTheSamePath) {
  Random random(8);
  std::string text = "text,label\n";
  for (int i = 0; i < 300; ++i) {
    const auto message = sources::simulated_message(random, 0.5);
    text += fmt::format("\"{}\",{}\n", message.content, message.scam ? "spam" : "ham");
  }
  const auto report = run(text);
  EXPECT_EQ(report.evaluation.events, 300U);
  EXPECT_GT(report.evaluation.recall, 0.9);
  EXPECT_LT(report.evaluation.false_positive_rate, 0.05);
}

}  // namespace
}  // namespace shrike::app
