#include "app/decision_path.hpp"

#include <gtest/gtest.h>

#include "shrike/sources/ingest.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/migrate.hpp"
#include "support/events.hpp"
#include "support/fake_disk.hpp"

namespace shrike::app {
namespace {

class DecisionPathTest : public ::testing::Test {
 protected:
  DecisionPathTest() {
    config_.eventlog.segment_bytes = 1U << 14U;
    config_.eventlog.capacity_bytes = 8U << 14U;
    config_.eventlog.staging_segments_max = 4;
    config_.engine.batch_wait_ms_max = 0;
    database_ = new_database();
  }
  static std::unique_ptr<store::Database> new_database() {
    auto made = std::move(*store::open_database("sqlite://:memory:"));
    EXPECT_TRUE(store::migrate(*made).ok());
    return made;
  }
  Result<std::unique_ptr<DecisionPath>> open() {
    auto path = DecisionPath::open(config_, *folder_, *database_, {}, clock_);
    if (path) (*path)->start({});
    return path;
  }
  /// One payment through all of it.
  void pass(DecisionPath& path) {
    const domain::Event events[] = {testing::payment("t-" + std::to_string(++events_), 100)};
    ASSERT_TRUE(sources::append_events(path.log(), events, true, 0).ok());
    ASSERT_TRUE(path.log().commit_once().ok());
    while (*path.engine().step(0) > 0) {  // after a restart what is stored is applied quietly first
    }
    ASSERT_EQ(path.archive().step(0), sinks::Archive::Step::stored);
    while (path.checkpointer().step(std::chrono::microseconds(0))) {
    }
  }
  Config config_;
  const SystemClock clock_;
  test::FakeDisk disk_{1};
  const std::unique_ptr<Folder> folder_ = disk_.folder();
  std::unique_ptr<store::Database> database_;
  domain::Seq events_ = 0;
};

TEST_F(DecisionPathTest, GoesOnWhereItStopped) {
  {
    auto path = *open();
    for (int i = 0; i < 30; ++i) pass(*path);
  }
  auto again = *open();
  EXPECT_EQ(again->log().lag("archive"), 0U);
  EXPECT_EQ(again->missing(), "");
  EXPECT_EQ(again->damage(), "");
  pass(*again);
  EXPECT_EQ(*store::read_cursor(*database_, store::kArchiveCursor), 31U);
}

TEST_F(DecisionPathTest, AStoreThatWasPutBackBehindTheLogIsNamed) {
  {
    auto path = *open();
    while (path->log().oldest_seq() < 2) pass(*path);
  }
  database_ = new_database();
  auto again = *open();
  EXPECT_NE(again->missing().find("the store ends at event 0"), std::string::npos) << again->missing();
}

TEST_F(DecisionPathTest, ACursorBehindTheStoredRowsIsDamage) {
  {
    auto path = *open();
    for (int i = 0; i < 5; ++i) pass(*path);
  }
  ASSERT_TRUE(store::write_cursor(*database_, store::kArchiveCursor, 3).ok());
  const auto again = open();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().kind, ErrorKind::corrupt);
}

TEST_F(DecisionPathTest, ALogBehindTheStoreGoesOnAfterIt) {
  ASSERT_TRUE(store::write_cursor(*database_, store::kArchiveCursor, 1'000).ok());
  auto path = *open();
  pass(*path);
  EXPECT_EQ(path->log().head_seq(), 1'001U);
}

}  // namespace
}  // namespace shrike::app
