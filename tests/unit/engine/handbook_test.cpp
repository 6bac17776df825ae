// The handbook's columns on its own data, against the published ones. The files are not part of the tree: give the
// folder that holds them in SHRIKE_DATA.
#include "shrike/engine/handbook.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <deque>
#include <map>

#include "handbook_data.hpp"
#include "shrike/app/models.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/engine/counterfactual.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

using testing::handbook_event;
using testing::Table;

TEST(Handbook, ColumnsEqualThePublishedOnes) {
  const char* folder = std::getenv("SHRIKE_DATA");
  if (folder == nullptr) GTEST_SKIP() << "SHRIKE_DATA does not name the folder with the handbook's data";
  const std::string base = folder;
  Table raw(base + "/handbook_raw_2018-04-01_2018-08-14.csv.xz");
  Table published(base + "/handbook_features_reference_2018-07-25_2018-08-14.csv.xz");
  ASSERT_TRUE(published.next());
  const SystemClock clock;
  Core core({}, {}, clock);
  std::size_t rows = 0, different = 0;
  std::map<std::string, std::size_t> wrong;
  std::deque<domain::Event> labels;
  bool left = true;
  while (left && raw.next()) {
    const auto event = handbook_event(raw);
    for (; !labels.empty() && labels.front().time_us <= event.time_us; labels.pop_front()) core.apply(labels.front());
    if (raw["TRANSACTION_ID"] == published["TRANSACTION_ID"]) {
      const auto columns = core.handbook_features_of(event);
      bool equal = true;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool same = std::abs(columns[i] - std::stod(published[kHandbookColumns[i]])) <= 1e-4;
        if (!same) ++wrong[std::string(kHandbookColumns[i])];
        equal = equal && same;
      }
      ++rows;
      different += equal ? 0 : 1;
      left = published.next();
    }
    core.apply(event, Effort::state_only);
    if (raw["TX_FRAUD"] == "1") labels.push_back(shrike::testing::fraud_label(event, event.time_us + 7 * kDayUs));
  }
  for (const auto& [column, count] : wrong) std::printf("%s: %zu rows differ\n", column.c_str(), count);
  std::printf("%zu rows compared, %zu differ\n", rows, different);
  EXPECT_FALSE(left) << "published rows that the raw file does not have";
  EXPECT_GE(rows, 200'000U);
  EXPECT_LE(static_cast<double>(different), 1e-4 * static_cast<double>(rows));
}

/// What the decision would have been with the amount of the counterfactual, by the features of the live path.
domain::Decision with_its_amount(const Core& core, const domain::Decision& decision, const Change& change,
                                 const ModelSet& models) {
  domain::Decision other = decision;
  auto& amount = std::get<domain::Transaction>(other.event.body).amount;
  amount.minor = *domain::parse_decimal(change.to, amount.currency);
  const FeatureVector features = core.features_of(other.event);  // the payment itself is in none of its windows
  other.features.assign(features.begin(), features.end());
  return decide_again(other, {}, models)->decision;
}

TEST(Handbook, AWeekOfExplanationsAddsUpAndCounterfactualsHold) {
  const char* folder = std::getenv("SHRIKE_DATA");
  if (folder == nullptr) GTEST_SKIP() << "SHRIKE_DATA does not name the folder with the handbook's data";
  Table raw(folder + std::string("/handbook_raw_2018-04-01_2018-08-14.csv.xz"));
  const auto models = app::load_models("", "");
  const TimeUs from_us = *parse_time("2018-08-08T00:00:00Z"), until_us = from_us + 7 * kDayUs;
  const SystemClock clock;
  Core core({}, *models, clock);
  std::deque<domain::Event> labels;
  std::size_t rows = 0, flagged = 0, found = 0;
  double worst = 0;
  while (raw.next()) {
    auto event = handbook_event(raw);
    for (; !labels.empty() && labels.front().time_us <= event.time_us; labels.pop_front()) core.apply(labels.front());
    event.seq = std::stoull(raw["TRANSACTION_ID"]) + 1;
    if (raw["TX_FRAUD"] == "1") labels.push_back(shrike::testing::fraud_label(event, event.time_us + 7 * kDayUs));
    const bool asked = event.time_us >= from_us && event.time_us < until_us;
    const auto decision = core.apply(std::move(event), asked ? Effort::full : Effort::state_only);
    if (!asked || decision->evaluation != domain::Evaluation::fresh) continue;
    ++rows;
    FeatureVector features;
    std::ranges::copy(decision->features, features.begin());
    double sum = decision->base_log_odds;
    for (const double part : models->transactions->contributions(features)) sum += part;
    worst = std::max(worst, std::abs(sum - decision->log_odds));
    const auto what_if = counterfactual(*decision, {}, *models);
    ASSERT_EQ(what_if.has_value(), decision->outcome != domain::Outcome::approve);
    if (!what_if) continue;
    ++flagged;
    if (what_if->changes.size() != 1 || what_if->changes[0].input != "amount") continue;
    ++found;
    const auto other = with_its_amount(core, *decision, what_if->changes[0], *models);
    ASSERT_EQ(other.outcome, what_if->outcome) << what_if->text;
    ASSERT_LT(other.outcome, decision->outcome);
    ASSERT_EQ(other.risk_score, what_if->risk_score);
  }
  std::printf("%zu decisions, sums off by %.1e at most; %zu flagged, %zu with another amount that holds\n", rows, worst,
              flagged, found);
  EXPECT_GE(rows, 60'000U);
  EXPECT_LE(worst, 1e-6);
  EXPECT_GT(found, 0U);
}

}  // namespace
}  // namespace shrike::engine
