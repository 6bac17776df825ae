// The history of thresholds: written by the archive, read newest first.
#include "shrike/store/thresholds.hpp"

#include "samples.hpp"
#include "shrike/store/archive_batch.hpp"
#include "store_fixture.hpp"
#include "support/events.hpp"

namespace shrike::store {

STORE_SUITE(Thresholds);

namespace {

domain::Event change(domain::Seq seq, std::optional<double> review_from, const std::string& tenant = "default",
                     domain::EventKind about = domain::EventKind::transaction) {
  auto event = testing::threshold_change(review_from, about);
  event.seq = seq;
  event.tenant = tenant;
  event.ingested_at_us = sample::kStart + static_cast<TimeUs>(seq);
  return event;
}

void archive(Database& database, const std::vector<domain::Event>& controls) {
  ArchiveBatch batch;
  batch.cursor = controls.back().seq;
  batch.controls = controls;
  ASSERT_OK(write_archive_batch(database, batch));
}

}  // namespace

TEST_P(Thresholds, the_archive_keeps_each_change_once) {
  const std::vector<domain::Event> controls{change(1, 42.5), change(2, std::nullopt),
                                            change(3, 7.25, "default", domain::EventKind::message),
                                            change(4, 1, "other")};
  archive(db(), controls);
  ASSERT_OK(insert_threshold(db(), controls.front()));  // a second time
  const auto page = list_thresholds(db(), "default", {});
  ASSERT_TRUE(page.ok()) << page.error().message;
  ASSERT_EQ(page->rows.size(), 3U);
  EXPECT_EQ(page->rows[0].change.review_from, 7.25);
  EXPECT_EQ(page->rows[0].change.about, domain::EventKind::message);
  EXPECT_EQ(page->rows[1].change.review_from, std::nullopt);
  EXPECT_EQ(page->rows[2].seq, 1U);
  EXPECT_EQ(page->rows[2].changed_at_us, sample::kStart + 1);
  EXPECT_EQ(page->rows[2].change.by, "somebody");
  EXPECT_EQ(page->rows[2].change.note, "a test");
  EXPECT_EQ(page->next_cursor, std::nullopt);
  const auto newest = newest_threshold(db(), "default", domain::EventKind::transaction);
  ASSERT_TRUE(newest.ok() && newest->has_value());
  EXPECT_EQ((*newest)->seq, 2U);
  EXPECT_EQ(*newest_threshold(db(), "other", domain::EventKind::message), std::nullopt);
}

TEST_P(Thresholds, pages_hold_each_change_once) {
  std::vector<domain::Event> controls;
  for (domain::Seq seq = 1; seq <= 7; ++seq) controls.push_back(change(seq, static_cast<double>(seq)));
  archive(db(), controls);
  std::vector<domain::Seq> seen;
  PageRequest request{3, ""};
  while (true) {
    const auto page = list_thresholds(db(), "default", request);
    ASSERT_TRUE(page.ok()) << page.error().message;
    for (const auto& row : page->rows) seen.push_back(row.seq);
    if (!page->next_cursor) break;
    request.cursor = *page->next_cursor;
  }
  EXPECT_EQ(seen, (std::vector<domain::Seq>{7, 6, 5, 4, 3, 2, 1}));
  EXPECT_FALSE(list_thresholds(db(), "", {}).ok());
  EXPECT_FALSE(list_thresholds(db(), "default", {3, "nonsense"}).ok());
}

}  // namespace shrike::store
