// The audit chain on every database: what somebody with the database's password did to it is named.
#include <gtest/gtest.h>

#include <thread>

#include "shrike/access/audit_trail.hpp"
#include "shrike/access/audit_verifier.hpp"
#include "store_fixture.hpp"

namespace shrike::store {
namespace {

AuditEntry entry(int number) {
  return {number * kSecondUs, "acme", "key_1", "admin", "10.0.0.1", "blocklist.add", "phone:555", "done", R"({"n":1})"};
}

class AuditChain : public StoreContract {
 protected:
  void append(int rows) {
    std::vector<AuditEntry> entries;
    for (int number = 1; number <= rows; ++number) entries.push_back(entry(number));
    ASSERT_OK(append_audit_alone(db(), entries));
  }
  /// What only somebody who may change the schema can do.
  void drop_triggers() {
    ASSERT_OK(db().script(db().dialect() == Dialect::sqlite
                              ? "DROP TRIGGER audit_append_only_update; DROP TRIGGER audit_append_only_delete"
                              : "DROP TRIGGER audit_append_only ON audit; DROP TRIGGER audit_keeps_its_rows ON audit"));
  }
  access::AuditReport verify(std::optional<AuditAnchor> anchor = {}) {
    auto report = access::AuditVerifier(std::move(anchor)).run(db());
    EXPECT_OK(report);
    return report ? *report : access::AuditReport{};
  }
  /// Eight rows, a wrong deed, and what verify says of it.
  void expect_damage(const std::string& deed, const std::string& damage, std::int64_t seq) {
    append(8);
    drop_triggers();
    ASSERT_OK(db().script(deed));
    const auto report = verify();
    EXPECT_FALSE(report.intact);
    EXPECT_EQ(report.damage, damage) << report.words;
    EXPECT_EQ(report.bad_seq, seq) << report.words;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, AuditChain, ::testing::Values(Dialect::sqlite, Dialect::postgres), dialect_name);

TEST_P(AuditChain, TheHashIsTheOneThatThePageOfTheFormatDescribes) {
  // printf
  // 'shrike-audit-1\n64:0…0,1:1,7:1000000,4:acme,5:key_1,5:admin,8:10.0.0.1,13:blocklist.add,9:phone:555,4:done,7:{"n":1},'
  // | sha256sum
  append(1);
  const auto rows = audit_rows_after(db(), 0, 10);
  ASSERT_OK(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().previous_hash, std::string(64, '0'));
  EXPECT_EQ(rows->front().hash, "f45a4c0ac10b690315b0c6ecd3d91aef0b82f2d7da2b03ca71c0658583398848");
}

TEST_P(AuditChain, WhatWasAppendedIsIntactAlsoWithOddText) {
  EXPECT_TRUE(verify().intact) << "an empty one";
  AuditEntry odd = entry(1);
  odd.actor = std::string("a\0b\xff 12:x,", 11);
  odd.detail = "";
  odd.time_us = 1'700'000'000'123'457;
  ASSERT_OK(append_audit_alone(db(), {&odd, 1}));
  append(2'500);  // more than two steps of the verifier
  const auto report = verify();
  EXPECT_TRUE(report.intact) << report.words;
  EXPECT_EQ(report.rows, 2'501);
  EXPECT_EQ(report.last.seq, 2'501);
}

TEST_P(AuditChain, NoStatementChangesOrDeletesARow) {
  append(3);
  EXPECT_FALSE(db().script("UPDATE audit SET actor = 'x' WHERE seq = 2").ok());
  EXPECT_FALSE(db().script("DELETE FROM audit WHERE seq = 2").ok());
  EXPECT_TRUE(verify().intact);
}

TEST_P(AuditChain, AlteredRowsAreNamed) {
  expect_damage("UPDATE audit SET actor = 'key_2' WHERE seq = 4", "altered", 4);
}
TEST_P(AuditChain, AChangedDetailIsNamed) {
  expect_damage("UPDATE audit SET detail = '{\"n\": 1}' WHERE seq = 8", "altered", 8);
}
TEST_P(AuditChain, DeletedRowsAreNamed) { expect_damage("DELETE FROM audit WHERE seq IN (3, 4)", "deleted", 3); }
TEST_P(AuditChain, ADeletedBeginningIsNamed) { expect_damage("DELETE FROM audit WHERE seq < 4", "deleted", 1); }
TEST_P(AuditChain, ACutOffEndIsNamed) { expect_damage("DELETE FROM audit WHERE seq > 6", "truncated", 7); }
TEST_P(AuditChain, AnEmptiedTableIsNamed) { expect_damage("DELETE FROM audit", "truncated", 1); }
TEST_P(AuditChain, ReorderedRowsAreNamed) {
  expect_damage(
      "UPDATE audit SET seq = -3 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 6; UPDATE audit SET seq = 6 WHERE "
      "seq = -3",
      "reordered", 3);
}
TEST_P(AuditChain, DeletedRowsAreNamedThoughTheRestIsRenumbered) {
  expect_damage(
      "DELETE FROM audit WHERE seq = 5; UPDATE audit SET seq = -seq WHERE seq > 5; UPDATE audit SET seq = -seq - 1 "
      "WHERE seq < 0; UPDATE audit_head SET seq = 7",
      "deleted", 5);
}
TEST_P(AuditChain, AnInsertedRowIsNamedThoughTheRestIsRenumbered) {
  append(8);
  drop_triggers();
  ASSERT_OK(db().script("UPDATE audit SET seq = -seq WHERE seq >= 5; UPDATE audit SET seq = 1 - seq WHERE seq < 0"));
  const auto before = audit_rows_after(db(), 3, 1);
  ASSERT_OK(before);
  AuditRow forged{5, entry(99), before->front().hash, {}};
  forged.hash = audit_hash(forged);
  ASSERT_OK(db().query(
      "INSERT INTO audit (seq, at, tenant, actor, role, address, action, object, outcome, detail, previous_hash, hash) "
      "VALUES (5, $1, 'acme', 'key_1', 'admin', '10.0.0.1', 'blocklist.add', 'phone:555', 'done', $2, $3, $4)",
      {Time{forged.entry.time_us}, forged.entry.detail, forged.previous_hash, forged.hash}));
  const auto report = verify();
  EXPECT_EQ(report.damage, "inserted") << report.words;
  EXPECT_EQ(report.bad_seq, 5) << report.words;
}
TEST_P(AuditChain, ARowBeyondTheHeadIsNamed) {
  append(3);
  const auto last = audit_rows_after(db(), 2, 1);
  AuditRow forged{4, last->front().entry, last->front().hash, {}};
  forged.hash = audit_hash(forged);
  ASSERT_OK(
      db().query("INSERT INTO audit SELECT 4, at, tenant, actor, role, address, action, object, outcome, detail, $1, "
                 "$2 FROM audit "
                 "WHERE seq = 3",
                 {forged.previous_hash, forged.hash}));
  const auto report = verify();
  EXPECT_EQ(report.damage, "inserted") << report.words;
  EXPECT_EQ(report.bad_seq, 4);
}

TEST_P(AuditChain, AChainWrittenAnewIsSeenByAnAnchorOnly) {
  append(8);
  const AuditAnchor anchor = verify().last;
  drop_triggers();
  ASSERT_OK(db().script("DELETE FROM audit"));
  ASSERT_OK(db().query("UPDATE audit_head SET seq = 0, hash = $1", {std::string(64, '0')}));
  append(5);
  EXPECT_TRUE(verify().intact) << "by itself it is a good chain";
  EXPECT_EQ(verify(anchor).damage, "truncated");
  append(5);
  const auto report = verify(anchor);
  EXPECT_EQ(report.damage, "rewritten");
  EXPECT_EQ(report.bad_seq, 8);
}

TEST_P(AuditChain, AMissingHeadStopsAppendingAndIsNamed) {
  append(2);
  ASSERT_OK(db().script("DELETE FROM audit_head"));
  const AuditEntry one = entry(3);
  EXPECT_ERROR(append_audit_alone(db(), {&one, 1}), ErrorKind::corrupt);
  EXPECT_FALSE(verify().intact);
}

TEST_P(AuditChain, AppendsOfSeveralConnectionsMakeOneChain) {
  std::vector<std::jthread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back([&] {
      auto own = store_->open();
      ASSERT_OK(own);
      for (int i = 0; i < 20; ++i) {
        const AuditEntry one = entry(i);
        EXPECT_OK(append_audit_alone(**own, {&one, 1}));
      }
    });
  }
  writers.clear();
  EXPECT_EQ(verify().rows, 60);
}

TEST_P(AuditChain, ARolledBackAppendLeavesNothing) {
  append(1);
  {
    auto transaction = Transaction::begin(db());
    ASSERT_OK(transaction);
    const AuditEntry one = entry(2);
    ASSERT_OK(append_audit(db(), {&one, 1}));
  }
  EXPECT_EQ(verify().rows, 1);
}

TEST_P(AuditChain, PagesHoldEveryRowOnceAndFiltersHold) {
  append(5);
  AuditEntry other = entry(6);
  other.tenant = "globex";
  AuditEntry nobody = entry(7);
  nobody.tenant = nobody.actor = "";
  nobody.action = "denied";
  ASSERT_OK(append_audit_alone(db(), std::array{other, nobody}));
  AuditFilter filter{.tenant = "acme", .page = {.limit = 4}, .nobodys = true};
  std::vector<std::int64_t> seen;
  do {
    const auto page = list_audit(db(), filter);
    ASSERT_OK(page);
    for (const AuditRow& row : page->rows) seen.push_back(row.seq);
    filter.page.cursor = page->next_cursor.value_or("");
  } while (!filter.page.cursor.empty());
  EXPECT_EQ(seen, (std::vector<std::int64_t>{7, 5, 4, 3, 2, 1}));
  const auto count = [&](AuditFilter wanted) {
    wanted.tenant = "acme";
    const auto page = list_audit(db(), wanted);
    return page ? page->rows.size() : 99;
  };
  EXPECT_EQ(count({.action = "denied", .nobodys = true}), 1U);
  EXPECT_EQ(count({.action = "denied"}), 0U) << "what nobody known did is the operator's to see";
  EXPECT_EQ(count({.actor = "key_1"}), 5U);
  EXPECT_EQ(count({.from_us = 2 * kSecondUs, .to_us = 4 * kSecondUs}), 2U);
  EXPECT_ERROR(list_audit(db(), {}), ErrorKind::invalid);
}

TEST_P(AuditChain, TheTrailTellsTheNumberOfEachRowAndKeepsWhatWasRecordedUntilItCan) {
  SystemClock clock;
  access::AuditTrail trail(db(), clock);
  ASSERT_OK(db().script("ALTER TABLE audit_head RENAME TO audit_head_away"));
  std::jthread runner([&](const std::stop_token& stop) { trail.run(stop); });
  const auto wait_for = [](const std::function<bool()>& done) {
    for (int i = 0; i < 500 && !done(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return done();
  };
  std::atomic<int> refused = 0;
  std::atomic<std::int64_t> number = 0;
  const auto written = [&](const Result<std::int64_t>& seq) { seq ? void(number = *seq) : void(++refused); };
  trail.record(entry(1));
  trail.write(entry(2), written);
  ASSERT_TRUE(wait_for([&] { return refused == 1; }));
  EXPECT_FALSE(trail.failure().empty());
  {
    auto own = store_->open();
    ASSERT_OK(own);
    ASSERT_OK((*own)->script("ALTER TABLE audit_head_away RENAME TO audit_head"));
  }
  ASSERT_TRUE(wait_for([&] { return trail.written() == 1; })) << "the recorded row, without a new one";
  EXPECT_EQ(trail.failure(), "");
  trail.write(entry(3), written);
  ASSERT_TRUE(wait_for([&] { return number == 2; }));
  runner.request_stop();
  runner.join();
  EXPECT_EQ(verify().rows, 2) << "the refused act is not there";
}

}  // namespace
}  // namespace shrike::store
