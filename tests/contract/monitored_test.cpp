#include "shrike/store/monitored.hpp"

#include "samples.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/own_inputs.hpp"
#include "shrike/store/labels.hpp"
#include "shrike/training/monitored_window.hpp"
#include "shrike/training/monitoring_run.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Monitored);

namespace {

std::string event_id(domain::Seq seq) { return sample::payment(seq).event_id(); }

/// A payment a tenth of a day after the one before, so that ten are a day.
domain::Decision payment(domain::Seq seq) {
  auto decision = sample::payment(seq);
  decision.event.time_us = sample::kStart / kDayUs * kDayUs + static_cast<TimeUs>(seq - 1) * kDayUs / 10;
  decision.fraud_probability = static_cast<double>(seq % 17) / 20;
  decision.outcome = seq % 5 == 0 ? domain::Outcome::review : domain::Outcome::approve;
  return decision;
}

std::vector<domain::DecisionPtr> payments(domain::Seq first, domain::Seq last) {
  std::vector<domain::DecisionPtr> out;
  for (domain::Seq seq = first; seq <= last; ++seq) out.push_back(sample::shared(payment(seq)));
  return out;
}

const training::GoOn kGoOn = [] { return true; };

}  // namespace

TEST_P(Monitored, RowsComeInPagesWithWhatLabelsAndShadowsSay) {
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 40)));
  ASSERT_OK(sample::insert(db(), sample::mixed(41, 45, "other")));
  auto shadowed = sample::payment(46);
  shadowed.reasons.front().text = R"(,"shadow":[ in a text)";
  shadowed.shadow = domain::Shadow{{"boosted", 4}, 0.75, 75, domain::Outcome::review};
  auto plain = sample::payment(47);
  plain.reasons.front().text = R"(,"shadow":[ in a text)";
  ASSERT_OK(sample::insert(db(), {sample::shared(shadowed), sample::shared(plain)}));
  ASSERT_OK(
      insert_labels(db(), std::vector{sample::label(101, event_id(3), true, "chargeback"),
                                      sample::label(102, event_id(3), false, "analyst"),
                                      sample::label(103, event_id(4), true), sample::label(104, event_id(5), false)}));
  std::vector<MonitoredRow> rows;
  for (domain::Seq after = 0;;) {
    const auto page = monitored_rows(db(), "default", after, 1'000, 7);
    ASSERT_OK(page);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 7U);
    rows.insert(rows.end(), page->begin(), page->end());
    after = rows.back().seq;
  }
  ASSERT_EQ(rows.size(), 38U) << "one in ten of the first 40 is a message";
  for (const MonitoredRow& row : rows) {
    if (row.seq > 40) continue;
    const auto expected = sample::payment(row.seq);
    EXPECT_EQ(row.event_time_us, expected.event.time_us);
    EXPECT_EQ(row.fraud_probability, expected.fraud_probability);
    EXPECT_EQ(row.outcome != domain::Outcome::approve, row.seq % 3 != 0);
    EXPECT_EQ(row.said_fraud, row.seq == 3 || row.seq == 4);
    EXPECT_EQ(row.said_genuine, row.seq == 3 || row.seq == 5);
    EXPECT_FALSE(row.shadow);
  }
  ASSERT_TRUE(rows[36].shadow);
  EXPECT_EQ(rows[36].model, (domain::ModelRef{"boosted", 3}));
  EXPECT_EQ(rows[36].shadow->model, (domain::ModelRef{"boosted", 4}));
  EXPECT_EQ(rows[36].shadow->fraud_probability, 0.75);
  EXPECT_FALSE(rows[37].shadow) << "words in a text are no shadow";
  const auto part = monitored_rows(db(), "default", 11, 15, 100);
  ASSERT_OK(part);
  ASSERT_EQ(part->size(), 4U);
  EXPECT_EQ(part->front().seq, 12U);
  EXPECT_EQ(part->back().seq, 15U);
}

TEST_P(Monitored, TheNewestNumbersAreOfTheTenantAndZeroWithoutAny) {
  EXPECT_EQ(*newest_transaction(db(), "default"), 0U);
  EXPECT_EQ(*newest_label(db(), "default"), 0U);
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 10)));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(12, event_id(3), true)}));
  EXPECT_EQ(*newest_transaction(db(), "default"), 9U) << "10 is a message";
  EXPECT_EQ(*newest_label(db(), "default"), 12U);
  EXPECT_EQ(*newest_transaction(db(), "other"), 0U);
}

TEST_P(Monitored, ATimeIsFoundByHalving) {
  EXPECT_EQ(*seq_before_time(db(), "default", sample::kStart), 0U);
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 25)));
  ASSERT_OK(sample::insert(db(), sample::mixed(900, 950)));
  for (const domain::Seq seq : {1U, 2U, 9U, 24U, 901U, 949U}) {
    const auto before = seq_before_time(db(), "default", sample::payment(seq).event.time_us);
    ASSERT_OK(before);
    const auto rows = monitored_rows(db(), "default", *before, 1'000, 1);
    ASSERT_OK(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().seq, seq);
  }
  EXPECT_EQ(*seq_before_time(db(), "default", 0), 0U);
  EXPECT_EQ(*seq_before_time(db(), "default", sample::kStart * 2), 949U) << "all are older";
}

TEST_P(Monitored, NewLabelsSayWhatAllLabelsOfTheirEventSay) {
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 9)));
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(101, event_id(1), true, "a"), sample::label(102, event_id(2), true, "a"),
                        sample::label(103, "not stored", true, "a")}));
  const auto first = new_labels(db(), "default", 0, 2);
  ASSERT_OK(first);
  ASSERT_EQ(first->rows.size(), 2U);
  EXPECT_EQ(first->rows[1].seq, 2U);
  EXPECT_TRUE(first->rows[1].said_fraud);
  EXPECT_EQ(first->last, 102U);
  const auto second = new_labels(db(), "default", first->last, 2);
  ASSERT_OK(second);
  EXPECT_TRUE(second->rows.empty());
  EXPECT_EQ(second->last, 103U) << "a label of nothing does not stop the reader";
  // One changes its mind, another contradicts.
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(104, event_id(1), false, "a"), sample::label(105, event_id(2), false, "b")}));
  const auto third = new_labels(db(), "default", second->last, 10);
  ASSERT_OK(third);
  ASSERT_EQ(third->rows.size(), 2U);
  EXPECT_FALSE(third->rows[0].said_fraud);
  EXPECT_TRUE(third->rows[0].said_genuine);
  EXPECT_TRUE(third->rows[1].said_fraud);
  EXPECT_TRUE(third->rows[1].said_genuine);
  const auto none = new_labels(db(), "default", third->last, 10);
  ASSERT_OK(none);
  EXPECT_TRUE(none->rows.empty());
  EXPECT_EQ(none->last, third->last);
}

TEST_P(Monitored, FeaturesComeByNumber) {
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 30)));
  const auto rows = features_of(db(), "default", std::vector<domain::Seq>{3, 10, 17, 99});
  ASSERT_OK(rows);
  ASSERT_EQ(rows->size(), 2U) << "10 is a message, 99 is not there";
  for (const FeatureRow& row : *rows) {
    EXPECT_EQ(row.feature_table, sample::payment(row.seq).feature_table);
    EXPECT_EQ(row.features, sample::payment(row.seq).features);
  }
  EXPECT_TRUE(features_of(db(), "default", {})->empty());
}

TEST_P(Monitored, AWindowKeepsUpWithDecisionsAndLabels) {
  training::MonitoredWindow window("default");
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(window.now_us(), 0);
  ASSERT_OK(sample::insert(db(), payments(1, 100)));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(1'001, event_id(5), true)}));
  ASSERT_OK(window.update(db(), kGoOn));
  ASSERT_EQ(window.decisions().size(), 100U);
  EXPECT_EQ(window.decisions()[4].said, training::Said::fraud);
  EXPECT_TRUE(window.decisions()[4].flagged);
  EXPECT_EQ(window.now_us(), payment(100).event.time_us);

  ASSERT_OK(sample::insert(db(), payments(101, 950)));
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(1'002, event_id(5), false, "chargeback"),
                        sample::label(1'003, event_id(90), true), sample::label(1'004, event_id(940), true)}));
  ASSERT_OK(window.update(db(), kGoOn));
  const auto& decisions = window.decisions();
  ASSERT_EQ(decisions.size(), 900U) << "95 days have passed, 90 are kept";
  EXPECT_EQ(decisions.front().seq, 51U);
  const auto said = [&](domain::Seq seq) { return decisions[seq - 51].said; };
  EXPECT_EQ(said(90), training::Said::fraud) << "its label came after it was read";
  EXPECT_EQ(said(940), training::Said::fraud);
  EXPECT_EQ(said(91), training::Said::nothing);
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(1'005, event_id(90), false, "chargeback")}));
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(said(90), training::Said::both);
  EXPECT_EQ(window.sample_share(), 1);

  // What has kept up holds what one that begins now reads.
  training::MonitoredWindow fresh("default");
  ASSERT_OK(fresh.update(db(), kGoOn));
  ASSERT_EQ(fresh.decisions().size(), decisions.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    EXPECT_EQ(fresh.decisions()[i].seq, decisions[i].seq);
    EXPECT_EQ(fresh.decisions()[i].said, decisions[i].said);
    EXPECT_EQ(fresh.decisions()[i].day, decisions[i].day);
  }
}

TEST_P(Monitored, AFullWindowTakesEverySecondStretch) {
  constexpr auto kStretch = training::MonitoredWindow::kStretch;
  std::vector<domain::DecisionPtr> many;
  for (domain::Seq seq = 1; seq <= 5 * kStretch; ++seq) many.push_back(sample::shared(sample::payment(seq)));
  ASSERT_OK(sample::insert(db(), many));
  training::MonitoredWindow window("default", 2 * kStretch);
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(window.sample_share(), 0.25);
  ASSERT_EQ(window.decisions().size(), 2 * kStretch);
  EXPECT_EQ(window.decisions()[kStretch - 1].seq, kStretch);
  EXPECT_EQ(window.decisions()[kStretch].seq, 4 * kStretch + 1);
  many.clear();
  for (domain::Seq seq = 5 * kStretch + 1; seq <= 5 * kStretch + 20; ++seq)
    many.push_back(sample::shared(sample::payment(seq)));
  ASSERT_OK(sample::insert(db(), many));
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(window.decisions().size(), 2 * kStretch) << "that stretch is left out";
}

TEST_P(Monitored, AWindowGivesUpWhenToldAndBeginsAnewInAnotherHistory) {
  ASSERT_OK(sample::insert(db(), payments(1, 20)));
  training::MonitoredWindow window("default");
  EXPECT_ERROR(window.update(db(), [] { return false; }), ErrorKind::unavailable);
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(window.decisions().size(), 20U);
  auto old = sample::payment(21);
  old.event.time_us -= 400 * kDayUs;
  ASSERT_OK(sample::insert(db(), {sample::shared(old)}));
  ASSERT_OK(window.update(db(), kGoOn));
  EXPECT_EQ(window.now_us(), old.event.time_us);
  EXPECT_EQ(window.decisions().size(), 21U) << "what lies after now is kept and not shown";
}

/// Finds values from 50 on more unusual than others.
engine::ModelFile forest_on(std::string_view feature) {
  using engine::IsolationNode;
  const std::vector<IsolationNode> tree{
      {0, 50.0F, 1, 2, 1, 100}, {IsolationNode::kLeaf, 0, 0, 0, 0, 99}, {IsolationNode::kLeaf, 0, 0, 0, 0, 1}};
  return engine::IsolationForest::save({"", "forest", 1, "{}"}, {feature}, 100, {tree});
}

TEST_P(Monitored, AReportSeesFeaturesThatHaveShifted) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 3'500; ++seq) {
    auto decision = sample::payment(seq);
    decision.event.time_us = sample::kStart / kDayUs * kDayUs + static_cast<TimeUs>(seq - 1) * kDayUs / 100;
    const bool current = seq > 2'800;  // the newest 7 of 35 days
    decision.features.assign(engine::kFeatureCount, static_cast<float>(seq % 50));
    decision.features[2] += current ? 20.0F : 0.0F;
    decision.feature_table = engine::feature_table_id();
    decision.fraud_probability = static_cast<double>(seq % 40) / 100;
    decisions.push_back(sample::shared(std::move(decision)));
  }
  ASSERT_OK(sample::insert(db(), decisions));
  training::MonitoredWindow window("default");
  ASSERT_OK(window.update(db(), kGoOn));
  const auto report = training::monitoring_report(db(), window, {{"boosted", 3}, {}, nullptr}, kGoOn);
  ASSERT_OK(report);
  ASSERT_TRUE(report->drift);
  EXPECT_EQ(report->drift->reference.decisions, 2'800U);
  EXPECT_EQ(report->drift->current.decisions, 700U);
  EXPECT_EQ(report->drift->reference.from_us, sample::kStart / kDayUs * kDayUs);
  EXPECT_EQ(report->drift->current.from_us, (sample::kStart / kDayUs + 28) * kDayUs);
  EXPECT_LT(report->drift->score_psi, 0.01);
  const auto grows = [](const auto& row) { return row.aggregate == engine::Aggregate::seconds_since_first; };
  const auto growing = static_cast<std::size_t>(std::ranges::count_if(engine::feature_table(), grows));
  ASSERT_EQ(report->drift->features.size(), engine::kFeatureCount - growing);
  EXPECT_EQ(report->drift->features[0].name, engine::feature_table()[2].name);
  EXPECT_GT(report->drift->features[0].psi, training::kDriftShifted);
  EXPECT_LT(report->drift->features[1].psi, 0.01);
  EXPECT_FALSE(report->drift->anomaly) << "no forest";
  const auto forest = engine::IsolationForest::load(forest_on(engine::feature_table()[2].name));
  ASSERT_OK(forest);
  const auto watched = training::monitoring_report(db(), window, {{"boosted", 3}, {}, &*forest}, kGoOn);
  ASSERT_OK(watched);
  ASSERT_TRUE(watched->drift->anomaly);
  EXPECT_GT(watched->drift->anomaly->share_above, 0.3) << "values that were never seen before";
  const auto& moved = watched->drift->features;
  const auto anomaly = std::ranges::find(moved, engine::kAnomalyInput, &training::FeatureDrift::name);
  ASSERT_NE(anomaly, moved.end());
  EXPECT_GT(anomaly->psi, training::kDriftShifted);
  EXPECT_FALSE(report->challenger);
  EXPECT_EQ(report->accuracy.state, training::Accuracy::State::unknown);
  EXPECT_EQ(report->daily.days.size(), 35U);
  EXPECT_EQ(report->daily.days.front().figures.decisions, 100U);
}

}  // namespace shrike::store
