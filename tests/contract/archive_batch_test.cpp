#include "shrike/store/archive_batch.hpp"

#include <fmt/format.h>

#include <thread>

#include "faulty_database.hpp"
#include "samples.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/blocklist.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/labels.hpp"
#include "shrike/store/rollups.hpp"
#include "store_fixture.hpp"

namespace shrike::store {
namespace {

/// As the engine does: the sender of a message, the card of a payment.
void block(domain::Decision& decision) {
  decision.action = domain::Action::automatically_blacklisted;
  const auto kind = decision.message() != nullptr ? domain::EntityKind::phone : domain::EntityKind::card;
  decision.block = domain::BlocklistEntry{kind,
                                          decision.subject(),
                                          std::string(decision.primary_reason()),
                                          domain::ListSource::automatic,
                                          decision.event.time_us,
                                          0};
}
}  // namespace

using Add = domain::Control::Action;

/// A stretch of the log with something of everything: each seq that divides by 20 is a label, by 25 a control.
struct Stretch {
  Stretch(domain::Seq first, domain::Seq last) {
    for (domain::Seq seq = first; seq <= last; ++seq) {
      if (seq % 20 == 0) {
        labels.push_back(sample::label(seq, fmt::format("t-{}", seq - 1), true));
      } else if (seq % 25 == 0) {
        controls.push_back(
            sample::control(seq, seq % 50 == 0 ? Add::blocklist_remove : Add::blocklist_add, "555-0199"));
      } else {
        add_decision(seq);
      }
    }
    cursor = last;
  }
  void add_decision(domain::Seq seq) {
    auto decision = seq % 10 == 1 ? sample::message(seq) : sample::payment(seq);
    decision.level = domain::kRiskLevels[seq % 4];
    decision.outcome = domain::kOutcomes[seq % 3];
    if (seq % 30 == 1) block(decision);
    decisions.push_back(sample::shared(std::move(decision)));
    if (auto alert = domain::alert_for(decisions.back())) alerts.push_back(*alert);
  }
  [[nodiscard]] ArchiveBatch batch() const { return {decisions, labels, controls, alerts, cursor}; }

  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Event> labels;
  std::vector<domain::Event> controls;
  std::vector<domain::Alert> alerts;
  domain::Seq cursor = 0;
};

/// All rows of all tables that a batch writes, as text.
std::string contents(Database& database) {
  std::string text;
  for (const char* sql :
       {"SELECT seq, kind, level FROM decisions ORDER BY seq", "SELECT seq, about, outcome FROM labels ORDER BY seq",
        "SELECT kind, source, kind FROM blocklist ORDER BY kind, value",
        "SELECT seq, seq, seq FROM alerts ORDER BY seq",
        "SELECT decisions, amount, kind FROM decision_rollups ORDER BY tenant, day, kind, level, outcome, currency",
        "SELECT seq, seq, seq FROM cursors ORDER BY name"}) {
    auto rows = database.query(sql);
    text += fmt::format("{}\n", sql);
    if (!rows) return rows.error().message;
    for (const Row& row : *rows) text += fmt::format("{} {} {}\n", row.integer(0), row.integer(1), row.integer(2));
  }
  return text;
}

STORE_SUITE(Archive);

TEST_P(Archive, writes_everything_and_the_cursor) {
  const Stretch stretch(1, 100);
  ASSERT_OK(write_archive_batch(db(), stretch.batch()));
  EXPECT_EQ(*read_cursor(db(), kArchiveCursor), 100U);
  const auto sums = *totals(db(), "default");
  EXPECT_EQ(sums.decisions, stretch.decisions.size());
  EXPECT_EQ(sums.labels, 5U);
  EXPECT_EQ(sums.alerts, stretch.alerts.size());
  EXPECT_EQ(find(db(), "default", 19)->fraud_label, std::optional(true));
}

TEST_P(Archive, repeating_and_overlapping_change_nothing) {
  ASSERT_OK(write_archive_batch(db(), Stretch(1, 99).batch()));  // ends with a decision
  const std::string once = contents(db());
  ASSERT_OK(write_archive_batch(db(), Stretch(1, 99).batch()));
  ASSERT_OK(write_archive_batch(db(), Stretch(30, 70).batch()));
  EXPECT_EQ(contents(db()), once);
  ASSERT_OK(write_archive_batch(db(), Stretch(51, 200).batch()));
  const std::string overlapped = contents(db());

  TestStore other(GetParam());
  auto straight = *other.open();
  ASSERT_OK(migrate(*straight));
  ASSERT_OK(write_archive_batch(*straight, Stretch(1, 200).batch()));
  EXPECT_EQ(overlapped, contents(*straight));
}

TEST_P(Archive, a_failure_at_any_statement_leaves_nothing) {
  ASSERT_OK(write_archive_batch(db(), Stretch(1, 50).batch()));
  const std::string before = contents(db());
  const Stretch stretch(51, 150);
  bool reached_the_end = false;
  int faults = 0;
  for (int calls = 0; calls < 200 && !reached_the_end; ++calls) {
    FaultyDatabase faulty(db(), calls);
    auto written = write_archive_batch(faulty, stretch.batch());
    if (written.ok()) {
      reached_the_end = true;
    } else {
      ++faults;
      ASSERT_TRUE(is_retriable(written.error())) << written.error().message;
      ASSERT_EQ(contents(db()), before) << "fault after " << calls << " calls";
    }
  }
  EXPECT_TRUE(reached_the_end);
  EXPECT_GT(faults, 5);
  TestStore other(GetParam());
  auto straight = *other.open();
  ASSERT_OK(migrate(*straight));
  ASSERT_OK(write_archive_batch(*straight, Stretch(1, 150).batch()));
  EXPECT_EQ(contents(db()), contents(*straight));
}

TEST_P(Archive, a_dead_process_leaves_nothing) {
  {
    auto other = *store_->open();
    ASSERT_OK(other->begin());
    ASSERT_OK(lock_cursor(*other, kArchiveCursor));
    ASSERT_OK(insert_decisions(*other, Stretch(1, 50).decisions));
    ASSERT_OK(write_cursor(*other, kArchiveCursor, 50));
  }  // the connection goes away without commit
  EXPECT_EQ(*read_cursor(db(), kArchiveCursor), 0U);
  ASSERT_OK(write_archive_batch(db(), Stretch(1, 50).batch()));
  EXPECT_EQ(totals(db(), "default")->decisions, Stretch(1, 50).decisions.size());
}

TEST_P(Archive, two_writers_of_the_same_stretch) {
  std::vector<std::string> errors(2);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back([&, writer] {
      auto own = store_->open();
      for (domain::Seq first = 1; own && first < 200; first += 20) {
        auto written = write_archive_batch(**own, Stretch(first, first + 19).batch());
        if (!written) errors[writer] = written.error().message;
      }
      if (!own) errors[writer] = own.error().message;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(errors, std::vector<std::string>(2));
  EXPECT_EQ(totals(db(), "default")->decisions, Stretch(1, 200).decisions.size());
  EXPECT_EQ(*read_cursor(db(), kArchiveCursor), 200U);
}

TEST_P(Archive, an_empty_stretch_moves_the_cursor) {
  ASSERT_OK(write_archive_batch(db(), ArchiveBatch{.cursor = 7}));
  EXPECT_EQ(*read_cursor(db(), kArchiveCursor), 7U);
  ASSERT_OK(write_archive_batch(db(), ArchiveBatch{.cursor = 3}));
  EXPECT_EQ(*read_cursor(db(), kArchiveCursor), 7U);
}

TEST_P(Archive, blocklist_follows_the_order_of_the_log) {
  auto blocked = sample::message(2);
  std::get<domain::Message>(blocked.event.body).phone_number = "555-0177";
  block(blocked);
  const std::vector decisions{sample::shared(blocked)};
  const std::vector controls{
      sample::control(1, Add::blocklist_remove, "555-0177"), sample::control(3, Add::blocklist_remove, "555-0177"),
      sample::control(4, Add::blocklist_add, "555-0178"), sample::control(5, Add::blocklist_remove, "555-0178"),
      sample::control(6, Add::blocklist_add, "555-0178")};
  ASSERT_OK(write_archive_batch(db(), ArchiveBatch{.decisions = decisions, .controls = controls, .cursor = 6}));
  const auto rows = *load_blocklist(db());
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].entry.value, "555-0178");
  EXPECT_EQ(rows[0].entry.expires_at_us, sample::kStart + kDayUs);
}

TEST(BlockedBy, gives_the_entry_of_the_decision_with_its_tenant) {
  auto payment = sample::payment(1, "a");
  EXPECT_FALSE(blocked_by(payment));
  block(payment);
  ASSERT_TRUE(blocked_by(payment));
  EXPECT_EQ(blocked_by(payment)->tenant, "a");
  EXPECT_EQ(blocked_by(payment)->entry.value, payment.subject());
}

}  // namespace shrike::store
