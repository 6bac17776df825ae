#include "shrike/store/training_rows.hpp"

#include "samples.hpp"
#include "shrike/store/labels.hpp"
#include "shrike/training/retraining.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(TrainingRows);

std::string event_id(domain::Seq seq) { return sample::payment(seq).event_id(); }

TEST_P(TrainingRows, come_with_their_labels_in_pages) {
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 60)));
  ASSERT_OK(sample::insert(db(), sample::mixed(61, 70, "other")));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(101, event_id(3), true, "chargeback"),
                                            sample::label(102, event_id(3), false, "analyst")}));
  std::vector<TrainingRow> rows;
  for (domain::Seq after = 0;;) {
    const auto page = training_rows(db(), "default", 0, after, 7);
    ASSERT_OK(page);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 7U);
    rows.insert(rows.end(), page->begin(), page->end());
    after = rows.back().seq;
  }
  ASSERT_EQ(rows.size(), 54U) << "one in ten is a message";
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_LT(rows[i - 1].seq, rows[i].seq);
  for (const TrainingRow& row : rows) {
    const auto expected = sample::payment(row.seq);
    EXPECT_EQ(row.event_time_us, expected.event.time_us);
    EXPECT_EQ(row.features.size(), expected.features.size());
    EXPECT_EQ(row.labels.size(), row.seq == 3 ? 2U : 0U);
  }
  const auto labelled = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.seq == 3; });
  ASSERT_NE(labelled, rows.end());
  EXPECT_TRUE(labelled->labels[0].fraud);
  EXPECT_EQ(labelled->labels[0].source, "chargeback");
  EXPECT_FALSE(labelled->labels[1].fraud);
}

TEST_P(TrainingRows, begin_at_an_event_time) {
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 20)));
  const TimeUs from_us = sample::payment(15).event.time_us;
  const auto rows = training_rows(db(), "default", from_us, 0, 100);
  ASSERT_OK(rows);
  ASSERT_FALSE(rows->empty());
  for (const TrainingRow& row : *rows) EXPECT_GE(row.event_time_us, from_us);
  EXPECT_TRUE(training_rows(db(), "nobody", 0, 0, 100)->empty());
}

TEST_P(TrainingRows, the_newest_event_time_is_that_of_the_newest_transaction) {
  EXPECT_EQ(*newest_event_time(db(), "default"), 0);
  ASSERT_OK(sample::insert(db(), sample::mixed(1, 9)));
  EXPECT_EQ(*newest_event_time(db(), "default"), sample::payment(9).event.time_us);
}

TEST_P(TrainingRows, become_examples_where_the_truth_is_known) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 6; ++seq) {
    auto decision = sample::payment(seq);
    decision.features.assign(engine::kFeatureCount, static_cast<float>(seq));
    decision.feature_table = engine::feature_table_id() + (seq == 6 ? 1 : 0);
    decision.event.time_us = sample::kStart + static_cast<TimeUs>(seq) * kDayUs;
    decisions.push_back(sample::shared(std::move(decision)));
  }
  ASSERT_OK(sample::insert(db(), decisions));
  ASSERT_OK(insert_labels(
      db(),
      std::vector{sample::label(11, event_id(2), true, "chargeback"), sample::label(12, event_id(3), true, "analyst"),
                  sample::label(13, event_id(3), false, "import"), sample::label(14, event_id(5), false, "analyst")}));
  // Numbers 1 to 3 are old enough to count as genuine when nobody complained.
  const auto found = training::labelled_payments(db(), "default", 0, sample::kStart + 4 * kDayUs);
  ASSERT_OK(found);
  ASSERT_EQ(found->examples.size(), 3U) << "3 is contradictory, 4 too young, 6 has other features";
  EXPECT_FALSE(found->examples.row(0).fraud);
  EXPECT_TRUE(found->examples.row(1).fraud);
  EXPECT_EQ(found->examples.values(1)[0], 2.0F);
  EXPECT_FALSE(found->examples.row(2).fraud);
  EXPECT_EQ(found->contradictory, 1U);
  EXPECT_EQ(found->by_source.at("chargeback"), 1U);
  EXPECT_FALSE(found->by_source.contains("analyst"));
}

}  // namespace shrike::store
