#include "shrike/store/retention.hpp"

#include <fmt/format.h>

#include "app/retention.hpp"
#include "samples.hpp"
#include "shrike/access/audit_verifier.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/labels.hpp"
#include "shrike/store/rollups.hpp"
#include "shrike/store/training_messages.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

class RetentionContract : public StoreContract {
 protected:
  std::int64_t count(const std::string& table, const std::string& condition = "1 = 1") {
    auto rows = db().query(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", table, condition));
    return rows ? rows->front().integer(0) : -1;
  }
  /// Decisions 1 to `last`, one a day, every third on a message.
  void insert_days(domain::Seq last, const std::string& tenant = "default", domain::Seq first = 1) {
    std::vector<domain::DecisionPtr> decisions;
    for (domain::Seq seq = first; seq <= last; ++seq) {
      auto decision = seq % 3 == 0 ? sample::message(seq, tenant) : sample::payment(seq, tenant);
      decision.event.ingested_at_us = day(seq);
      decisions.push_back(sample::shared(std::move(decision)));
    }
    ASSERT_OK(write_archive_batch(db(), {.decisions = decisions, .cursor = last}));
  }
  static TimeUs day(std::uint64_t number) { return sample::kStart + static_cast<TimeUs>(number) * kDayUs; }
  /// Until a round has ended; gives the number of steps.
  int run_round(app::Retention& retention) {
    for (int steps = 0;; ++steps) {
      const auto more = retention.step();
      EXPECT_OK(more);
      if (!more || !*more || steps > 10'000) return steps;
    }
  }
  ManualClock clock_{day(100)};
  RetentionSettings settings_{.decisions_days = 60, .messages_days = 30, .labels_days = 40, .alerts_days = 50};
  std::vector<AuditEntry> told_;
  app::Retention retention_{{settings_, db_later(), clock_, [this](AuditEntry entry) { told_.push_back(entry); }}};

 private:
  /// The fixture opens it in SetUp, after this object is made.
  struct Later final : Database {
    explicit Later(RetentionContract& test) : test_(test) {}
    using Database::query;
    Result<Rows> query(std::string_view sql, std::span<const Value> params) override {
      return test_.db().query(sql, params);
    }
    Result<void> script(std::string_view sql) override { return test_.db().script(sql); }
    Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                             const FillRow& fill) override {
      return test_.db().bulk_insert(table, columns, rows, fill);
    }
    Result<void> begin() override { return test_.db().begin(); }
    Result<void> commit() override { return test_.db().commit(); }
    Result<void> rollback() override { return test_.db().rollback(); }
    Result<void> act_for(std::string_view tenant) override { return test_.db().act_for(tenant); }
    Result<void> lock_migrations() override { return test_.db().lock_migrations(); }
    [[nodiscard]] Dialect dialect() const override { return test_.db().dialect(); }
    RetentionContract& test_;
  };
  Database& db_later() {
    later_ = std::make_unique<Later>(*this);
    return *later_;
  }
  std::unique_ptr<Later> later_;
};
INSTANTIATE_TEST_SUITE_P(Every, RetentionContract, ::testing::Values(Dialect::sqlite, Dialect::postgres), dialect_name);

TEST_P(RetentionContract, each_table_keeps_its_own_time) {
  insert_days(99);
  insert_days(199, "other", 150);
  for (std::uint64_t number = 1; number < 100; ++number) {
    auto label = sample::label(1'000 + number, fmt::format("e-{}", number), true);
    label.time_us = day(0);  // of a replay of old payments: what counts is when it came
    label.ingested_at_us = day(number);
    ASSERT_OK(insert_labels(db(), {&label, 1}));
    auto alert = sample::alert(number);
    alert.time_us = day(number);
    ASSERT_OK(insert_alerts(db(), {&alert, 1}));
  }
  const auto before = totals(db(), "default");
  ASSERT_OK(before);
  run_round(retention_);
  EXPECT_EQ(count("decisions", "tenant = 'default' AND kind = 1"), 40) << "of 60 days, two of three";
  EXPECT_EQ(count("decisions", "tenant = 'default' AND kind = 2"), 10) << "of 30 days, one of three";
  EXPECT_EQ(count("labels"), 60 - 20);
  EXPECT_EQ(count("alerts"), 50);
  EXPECT_EQ(count("decisions", "tenant = 'other'"), 50) << "what is new stays";
  const auto after = totals(db(), "default");
  ASSERT_OK(after);
  EXPECT_EQ(after->decisions, before->decisions) << "the roll-ups stay";
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_[0].action, "retention.purge");
  EXPECT_NE(told_[0].detail.find("\"labels\":59"), std::string::npos) << told_[0].detail;
  EXPECT_EQ(retention_.purged(Retained::labels), 59U);
  EXPECT_TRUE(*was_purged(db(), "default", 3));
  EXPECT_FALSE(*was_purged(db(), "default", 90));
  EXPECT_FALSE(*was_purged(db(), "other", 3));
}

TEST_P(RetentionContract, time_goes_on_and_a_round_without_work_tells_nothing) {
  insert_days(99);
  settings_ = {.decisions_days = 60, .messages_days = 0, .labels_days = 0, .alerts_days = 0};
  run_round(retention_);
  const auto left = count("decisions");
  run_round(retention_);
  EXPECT_EQ(count("decisions"), left);
  EXPECT_EQ(told_.size(), 1U);
  clock_.advance(3 * kDayUs);
  run_round(retention_);
  EXPECT_EQ(count("decisions"), left - 2) << "three days, of which one had a message";
  settings_.messages_days = 10;
  run_round(retention_);
  EXPECT_EQ(count("decisions", "kind = 2 AND seq < 93"), 0) << "a kind that was kept for ever until now";
}

TEST_P(RetentionContract, a_step_is_bounded) {
  insert_days(1'300);
  clock_.set(day(3'000));
  const int steps = run_round(retention_);
  EXPECT_EQ(steps, 4)
      << "at most 500 rows are looked at in one: three for the transactions, one for the messages that are left";
  EXPECT_EQ(count("decisions"), 0);
}

TEST_P(RetentionContract, zero_keeps_for_ever) {
  insert_days(99);
  settings_ = {.decisions_days = 0, .messages_days = 0, .labels_days = 0, .alerts_days = 0, .audit_days = 0};
  clock_.set(day(30'000));
  EXPECT_EQ(run_round(retention_), 0);
  EXPECT_EQ(count("decisions"), 99);
}

class AuditPurge : public RetentionContract {
 protected:
  void append(int rows) {
    std::vector<AuditEntry> entries;
    for (int number = 1; number <= rows; ++number) {
      AuditEntry entry;
      entry.time_us = day(static_cast<std::uint64_t>(number));
      entry.tenant = "default";
      entry.action = "test";
      entries.push_back(entry);
    }
    ASSERT_OK(append_audit_alone(db(), entries));
  }
  access::AuditReport verify(std::optional<AuditAnchor> anchor = {}) {
    auto report = access::AuditVerifier(std::move(anchor)).run(db());
    EXPECT_OK(report);
    return *report;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, AuditPurge, ::testing::Values(Dialect::sqlite, Dialect::postgres), dialect_name);

TEST_P(AuditPurge, the_chain_that_is_left_still_proves_itself) {
  append(900);
  const AuditAnchor old{100, audit_rows_after(db(), 99, 1)->front().hash};
  const AuditAnchor newer{700, audit_rows_after(db(), 699, 1)->front().hash};
  settings_ = {.audit_days = 365};
  clock_.set(day(1'000));
  run_round(retention_);
  const auto rows = *audit_rows_after(db(), 0, 2'000);
  EXPECT_EQ(rows.front().seq, 635) << "days 635 to 900";
  EXPECT_EQ(rows.back().entry.action, kAuditPurge);
  EXPECT_TRUE(verify().intact) << verify().words;
  EXPECT_TRUE(verify(old).intact) << "it cannot be told of a purged row";
  EXPECT_TRUE(verify(newer).intact);
  EXPECT_EQ(verify(AuditAnchor{700, std::string(64, '7')}).damage, "rewritten");
  EXPECT_FALSE(db().query("DELETE FROM audit WHERE seq = 700").ok());
  EXPECT_FALSE(db().query("UPDATE audit SET actor = 'x' WHERE seq = 700").ok());
}

TEST_P(AuditPurge, a_purge_that_no_row_tells_of_is_found) {
  append(20);
  const auto row = audit_rows_after(db(), 9, 1)->front();
  ASSERT_OK(db().query("UPDATE audit_start SET seq = 10, hash = $1", {row.hash}));
  ASSERT_OK(db().query("DELETE FROM audit WHERE seq <= 10"));
  const auto report = verify();
  EXPECT_FALSE(report.intact);
  EXPECT_EQ(report.damage, "deleted");
}

TEST_P(AuditPurge, the_chain_never_ends) {
  append(3);
  settings_ = {.audit_days = 365};
  clock_.set(day(5'000));
  run_round(retention_);
  const auto rows = *audit_rows_after(db(), 0, 10);
  EXPECT_EQ(rows.front().seq, 4) << "what tells of the first purge";
  for (const auto& row : rows) EXPECT_EQ(row.entry.action, kAuditPurge);
  EXPECT_TRUE(verify().intact);
}

}  // namespace shrike::store
