#include "shrike/sinks/archive.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "shrike/store/decisions.hpp"
#include "shrike/store/migrate.hpp"
#include "support/events.hpp"
#include "support/temp_dir.hpp"

namespace shrike::sinks {
namespace {

/// Hands everything to a real database, unless told to fail.
class FaultyDatabase final : public store::Database {
 public:
  explicit FaultyDatabase(store::Database& real) : real_(real) {}
  Result<store::Rows> query(std::string_view sql, std::span<const store::Value> params) override {
    return real_.query(sql, params);
  }
  Result<void> script(std::string_view sql) override { return real_.script(sql); }
  Result<void> bulk_insert(std::string_view table, std::span<const store::Column> columns, std::size_t rows,
                           const store::FillRow& fill) override {
    if (refuses_rows_of_ > 0 && rows >= refuses_rows_of_ && table == "decisions") return invalid("no such value");
    return real_.bulk_insert(table, columns, rows, fill);
  }
  Result<void> begin() override {
    if (away) return Error{ErrorKind::unavailable, "the database is away"};
    return real_.begin();
  }
  Result<void> commit() override { return real_.commit(); }
  Result<void> rollback() override { return real_.rollback(); }
  Result<void> act_for(std::string_view tenant) override { return real_.act_for(tenant); }
  Result<void> lock_migrations() override { return real_.lock_migrations(); }
  [[nodiscard]] store::Dialect dialect() const override { return real_.dialect(); }

  void refuse_batches_of(std::size_t rows) { refuses_rows_of_ = rows; }
  std::atomic<bool> away{false};

 private:
  store::Database& real_;
  std::size_t refuses_rows_of_ = 0;
};

class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    real_ = std::move(*store::open_database("sqlite://" + dir_.file("db")));
    EXPECT_TRUE(store::migrate(*real_).ok());
    faulty_ = std::make_unique<FaultyDatabase>(*real_);
  }
  ArchiveSettings settings() {
    ArchiveSettings out;
    out.queue_decisions_max = 3;
    out.rows_max = 5;
    out.folder = folder_.get();
    out.wait_us_max = 0;
    out.retry_us_min = out.retry_us_max = kMillisecondUs;
    return out;
  }
  static domain::DecisionBatchPtr step(domain::Seq first, domain::Seq last) {
    auto batch = std::make_shared<domain::DecisionBatch>();
    for (domain::Seq seq = first; seq <= last; ++seq) {
      auto decision = std::make_shared<domain::Decision>();
      decision->event = testing::payment("t-" + std::to_string(seq), 100);
      decision->event.seq = seq;
      batch->decisions.push_back(decision);
    }
    batch->first_seq = first;
    batch->last_seq = last;
    return batch;
  }
  std::size_t stored() {
    const auto page = store::search(*real_, {.tenant = "default", .page = {.limit = 500}});
    return page ? page->rows.size() : 0;
  }
  /// Runs the archive until it has passed `seq`.
  void run_until(Archive& archive, domain::Seq seq) {
    std::jthread thread([&](const std::stop_token& stop) { archive.run(stop); });
    while (archive.status().position < seq) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const test::TempDir dir_;
  const std::unique_ptr<Folder> folder_ = open_folder(dir_.path());
  const SystemClock clock_;
  std::unique_ptr<store::Database> real_;
  std::unique_ptr<FaultyDatabase> faulty_;
};

TEST_F(ArchiveTest, WhileTheDatabaseIsAwayNobodyWaitsAndThenAllIsStoredOnce) {
  Archive archive(settings(), *faulty_, clock_, [](domain::Seq) {});
  faulty_->away = true;
  std::jthread thread([&](const std::stop_token& stop) { archive.run(stop); });
  for (domain::Seq seq = 1; seq <= 100; ++seq) archive.accept(step(seq, seq));  // would hang if it waited
  while (archive.status().retries < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_GT(archive.backlog().spilled_bytes(), 0U);
  EXPECT_FALSE(archive.failure().empty());
  faulty_->away = false;
  while (archive.status().position < 100) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(stored(), 100U);
  EXPECT_EQ(archive.backlog().depth(), 0U);
  EXPECT_TRUE(archive.failure().empty());
}

TEST_F(ArchiveTest, OnceHaltedItStoresNothingMoreAndSaysWhy) {
  domain::Seq committed = 0;
  Archive archive(settings(), *faulty_, clock_, [&](domain::Seq seq) { committed = seq; });
  archive.accept(step(1, 2));
  EXPECT_EQ(archive.step(0), Archive::Step::stored);
  archive.halt("the file was removed");
  archive.accept(step(3, 3));
  EXPECT_EQ(archive.step(0), Archive::Step::broken);
  EXPECT_EQ(committed, 2U) << "the ring keeps what is not stored";
  EXPECT_NE(archive.failure().find("the file was removed"), std::string::npos);
}

TEST_F(ArchiveTest, HalvingFindsRoomForWhatOnlyFailsTogether) {
  Archive archive(settings(), *faulty_, clock_, [](domain::Seq) {});
  faulty_->refuse_batches_of(3);
  archive.accept(step(1, 11));
  run_until(archive, 11);
  EXPECT_EQ(stored(), 11U);
  EXPECT_EQ(archive.parked(), 0U);
}

TEST_F(ArchiveTest, WithoutAFolderWhatIsRefusedIsRetriedAndNamed) {
  ArchiveSettings nowhere = settings();
  nowhere.folder = nullptr;
  Archive archive(nowhere, *faulty_, clock_, [](domain::Seq) {});
  faulty_->refuse_batches_of(1);
  archive.accept(step(1, 1));
  std::jthread thread([&](const std::stop_token& stop) { archive.run(stop); });
  while (archive.status().retries < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_NE(archive.failure().find("no such value"), std::string::npos) << archive.failure();
  EXPECT_EQ(archive.parked(), 0U);
}

TEST_F(ArchiveTest, WhatIsRefusedAloneIsParkedWithItsReason) {
  Archive archive(settings(), *faulty_, clock_, [](domain::Seq) {});
  faulty_->refuse_batches_of(1);
  archive.accept(step(1, 3));
  run_until(archive, 3);
  EXPECT_EQ(stored(), 0U);
  EXPECT_EQ(archive.parked(), 3U);
  std::ifstream file(dir_.file("parked.ndjson"));
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_NE(line.find("no such value"), std::string::npos);
  EXPECT_NE(line.find("\"event_id\":\"t-1\""), std::string::npos);
}

}  // namespace
}  // namespace shrike::sinks
