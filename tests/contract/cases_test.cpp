// Cases: how alerts find them, what people do about them, and the labels that they leave.
#include "shrike/store/cases.hpp"

#include <fmt/format.h>

#include <set>

#include "samples.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/case_changes.hpp"
#include "shrike/store/labels.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Cases);

namespace {

using domain::EntityKind;

constexpr TimeUs kNow = sample::kStart + kDayUs;

/// A critical payment of this card, or of this customer where there is no card.
domain::DecisionPtr critical(domain::Seq seq, const std::string& card, std::int32_t score = 97,
                             const std::string& tenant = "default", const std::string& customer = "c-1") {
  auto decision = sample::payment(seq, tenant);
  auto& payment = std::get<domain::Transaction>(decision.event.body);
  payment.card = card;
  payment.customer_id = customer;
  payment.amount.minor = 1000;
  decision.level = domain::RiskLevel::critical;
  decision.risk_score = score;
  decision.rules.clear();
  return sample::shared(std::move(decision));
}

/// One batch of the archive, alerts included.
void archive(Database& database, const std::vector<domain::DecisionPtr>& decisions,
             const std::vector<std::string>& channels = {}) {
  std::vector<domain::Alert> alerts;
  for (const auto& decision : decisions) {
    if (auto alert = domain::alert_for(decision)) alerts.push_back(*alert);
  }
  ArchiveBatch batch;
  batch.decisions = decisions;
  batch.alerts = alerts;
  const ChannelRoutes routes{channels, {}};
  batch.routes = &routes;
  batch.cursor = decisions.back()->seq();
  ASSERT_OK(write_archive_batch(database, batch));
}

std::vector<Case> cases(Database& database, const std::string& state = "queue", const std::string& tenant = "default") {
  CaseFilter filter;
  filter.tenant = tenant;
  filter.state = state;
  filter.now_us = kNow;
  const auto page = list_cases(database, filter);
  EXPECT_OK(page);
  return page.ok() ? page->rows : std::vector<Case>();
}

CaseChange change_of(const Case& seen, const std::string& by = "anna") {
  CaseChange change;
  change.tenant = seen.tenant;
  change.number = seen.number;
  change.version = seen.version;
  change.by = by;
  change.at_us = kNow;
  return change;
}

Case only_case(Database& database) {
  const auto all = cases(database);
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? Case() : all.front();
}

CaseChange closing(const Case& seen, const std::string& outcome) {
  auto change = change_of(seen);
  change.outcome = outcome;
  change.note = "looked at it";
  return change;
}

}  // namespace

TEST_P(Cases, alerts_about_one_entity_are_one_case) {
  archive(db(), {critical(1, "tok_a", 90), critical(2, "tok_b"), critical(3, "tok_a", 99), critical(4, "tok_a", 98)});
  archive(db(), {critical(5, "tok_a", 80), critical(6, "tok_a", 97, "other")});
  const auto found = cases(db());
  ASSERT_EQ(found.size(), 2U);
  const Case& first = found[0];
  EXPECT_EQ(first.risk_score, 99) << "the highest risk comes first, and is the highest of its decisions";
  EXPECT_EQ(first.entity.kind, EntityKind::card);
  EXPECT_EQ(first.entity.value, "tok_a");
  EXPECT_EQ(first.decisions, 4);
  EXPECT_EQ(first.version, 2);
  EXPECT_EQ(first.level, domain::RiskLevel::critical);
  ASSERT_EQ(first.amounts.size(), 1U);
  EXPECT_EQ(first.amounts[0].currency, "EUR");
  EXPECT_EQ(first.amounts[0].minor, 4000);
  EXPECT_LT(first.opened_at_us, first.updated_at_us);
  EXPECT_EQ(found[1].entity.value, "tok_b");
  EXPECT_EQ(find_alert(db(), "default", 5)->case_number, first.number);
  EXPECT_EQ(cases(db(), "queue", "other").size(), 1U);
  EXPECT_ERROR(find_case(db(), "other", first.number), ErrorKind::not_found);
  const auto items = case_items(db(), first);
  ASSERT_OK(items);
  ASSERT_EQ(items->alerts.size(), 4U);
  EXPECT_EQ(items->alerts[0].alert.decision_seq, 5U) << "newest first";
  EXPECT_EQ(items->alerts[0].alert.decision->transaction()->card, "tok_a");
}

TEST_P(Cases, a_repeated_batch_counts_once) {
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_a")});
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_a"), critical(3, "tok_a")});
  const Case found = only_case(db());
  EXPECT_EQ(found.decisions, 3);
  EXPECT_EQ(found.amounts.at(0).minor, 3000);
}

TEST_P(Cases, a_batch_that_is_rolled_back_leaves_no_case) {
  ArchiveBatch batch;
  const std::vector<domain::DecisionPtr> decisions{critical(1, "tok_a"), critical(1, "tok_a")};
  const std::vector<domain::Alert> alerts{*domain::alert_for(decisions[0])};
  batch.decisions = decisions;
  batch.alerts = alerts;
  batch.cursor = 1;
  ASSERT_FALSE(write_archive_batch(db(), batch).ok()) << "the same number twice";
  EXPECT_TRUE(cases(db(), "all").empty());
}

TEST_P(Cases, the_entity_is_the_card_or_the_phone_or_the_customer_or_the_decision) {
  auto message = sample::message(1);
  message.level = domain::RiskLevel::critical;
  archive(db(), {sample::shared(std::move(message)), critical(2, "", 97, "default", "c-9"),
                 critical(3, "", 97, "default", ""), critical(4, "", 97, "default", "")});
  std::set<std::pair<int, std::string>> found;
  for (const Case& one : cases(db()))
    found.insert({one.entity.kind ? static_cast<int>(*one.entity.kind) : 0, one.entity.value});
  const std::set<std::pair<int, std::string>> expected{{static_cast<int>(EntityKind::phone), "555-0101"},
                                                       {static_cast<int>(EntityKind::customer), "c-9"},
                                                       {0, domain::decision_id(3)},
                                                       {0, domain::decision_id(4)}};
  EXPECT_EQ(found, expected);
}

TEST_P(Cases, odd_names_are_kept_apart_and_found_again) {
  const std::string odd = "it's \"odd\"; -- \\ % _ $1 🦅";
  archive(db(), {critical(1, odd), critical(2, "bad \xff bytes"), critical(3, "bad \xff bytes"), critical(4, odd)});
  EXPECT_EQ(cases(db()).size(), 2U);
  CaseFilter filter;
  filter.tenant = "default";
  filter.entity = CaseEntity{EntityKind::card, odd};
  ASSERT_EQ(list_cases(db(), filter)->rows.size(), 1U);
  EXPECT_EQ(list_cases(db(), filter)->rows[0].decisions, 2);
  filter.entity->kind = EntityKind::customer;
  EXPECT_TRUE(list_cases(db(), filter)->rows.empty());
  filter.entity.reset();
  filter.decision = 3;
  ASSERT_EQ(list_cases(db(), filter)->rows.size(), 1U);
  EXPECT_NE(list_cases(db(), filter)->rows[0].entity.value, odd);
  filter.decision = 5;
  EXPECT_TRUE(list_cases(db(), filter)->rows.empty());
}

TEST_P(Cases, sums_beyond_64_bits_stay_at_the_largest) {
  auto huge = [](domain::Seq seq) {
    auto decision = *critical(seq, "tok_a");
    std::get<domain::Transaction>(decision.event.body).amount.minor = 8'000'000'000'000'000'000;
    return sample::shared(std::move(decision));
  };
  archive(db(), {huge(1)});
  archive(db(), {huge(2)});
  EXPECT_EQ(only_case(db()).amounts.at(0).minor, 9'000'000'000'000'000'000);
}

TEST_P(Cases, pages_hold_each_case_once_highest_risk_first) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 100; ++seq)
    decisions.push_back(critical(seq, fmt::format("tok_{}", seq), static_cast<std::int32_t>(80 + seq * 7 % 5)));
  archive(db(), decisions);
  std::vector<std::pair<int, std::int64_t>> seen;
  CaseFilter filter;
  filter.tenant = "default";
  filter.page.limit = 9;
  for (bool more = true; more;) {
    const auto page = list_cases(db(), filter);
    ASSERT_OK(page);
    for (const Case& one : page->rows) seen.emplace_back(-one.risk_score, one.number);
    for (const Case& one : page->rows) EXPECT_EQ(one.amounts.size(), 1U);
    more = page->next_cursor.has_value();
    filter.page.cursor = page->next_cursor.value_or("");
  }
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  filter.page.cursor = "00";
  EXPECT_ERROR(list_cases(db(), filter), ErrorKind::invalid);
  filter.page.cursor.clear();
  filter.state = "odd";
  EXPECT_ERROR(list_cases(db(), filter), ErrorKind::invalid);
  filter.state = "all";
  filter.tenant.clear();
  EXPECT_ERROR(list_cases(db(), filter), ErrorKind::invalid);
}

TEST_P(Cases, people_take_and_leave_them) {
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_b")});
  auto change = change_of(cases(db())[0]);
  change.assigned_to = "anna";
  change.investigate = true;
  const auto changed = change_case(db(), change, {});
  ASSERT_OK(changed);
  EXPECT_TRUE(changed->done);
  EXPECT_EQ(changed->present.state, "investigating");
  EXPECT_EQ(changed->present.assigned_to, "anna");
  EXPECT_EQ(changed->present.version, 2);
  EXPECT_EQ(changed->present.changed_by, "anna");
  EXPECT_EQ(find_alert(db(), "default", 1)->alert.state, "acknowledged");
  const auto counts = count_cases(db(), "default", "anna", kNow);
  ASSERT_OK(counts);
  EXPECT_EQ(counts->open, 1);
  EXPECT_EQ(counts->investigating, 1);
  EXPECT_EQ(counts->mine, 1);
  EXPECT_EQ(counts->unassigned, 1);
  CaseFilter mine;
  mine.tenant = "default";
  mine.assigned_to = "anna";
  EXPECT_EQ(list_cases(db(), mine)->rows.size(), 1U);
  mine.assigned_to = "";
  EXPECT_EQ(list_cases(db(), mine)->rows.size(), 1U);
  EXPECT_EQ(cases(db(), "open").size(), 1U);
  EXPECT_EQ(cases(db(), "investigating").size(), 1U);
  auto leave = change_of(changed->present, "bert");
  leave.assigned_to = "";
  EXPECT_EQ(change_case(db(), leave, {})->present.assigned_to, "");
  const auto events = case_items(db(), changed->present)->events;
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].what, "assigned");
  EXPECT_EQ(events[0].words, "anna");
  EXPECT_EQ(events[1].what, "investigating");
  EXPECT_EQ(events[2].what, "released");
  EXPECT_EQ(events[2].by, "bert");
  EXPECT_EQ(events[2].at_us, kNow);
}

TEST_P(Cases, what_changed_meanwhile_is_told_and_stays) {
  archive(db(), {critical(1, "tok_a")});
  const Case seen = only_case(db());
  auto first = change_of(seen, "anna");
  first.note = "mine";
  ASSERT_TRUE(change_case(db(), first, {})->done);
  const auto second = change_case(db(), closing(seen, "false_positive"), {});
  ASSERT_OK(second);
  EXPECT_FALSE(second->done);
  EXPECT_EQ(second->present.version, 2);
  EXPECT_EQ(second->present.changed_by, "anna");
  EXPECT_EQ(second->present.state, "open");
  const Case present = only_case(db());
  archive(db(), {critical(2, "tok_a")});
  const auto third = change_case(db(), closing(present, "false_positive"), {});
  EXPECT_FALSE(third->done) << "a new alert has joined";
  EXPECT_EQ(third->present.changed_by, "");
  EXPECT_EQ(case_items(db(), present)->events.size(), 1U) << "nothing of what was refused is kept";
  auto theirs = closing(seen, "false_positive");
  theirs.tenant = "other";
  EXPECT_ERROR(change_case(db(), theirs, {}), ErrorKind::not_found);
}

TEST_P(Cases, a_snoozed_case_wakes_with_a_new_alert) {
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_b")});
  for (const Case& one : cases(db())) {
    auto snooze = change_of(one);
    snooze.snoozed_until_us = kNow + (one.entity.value == "tok_a" ? kDayUs : -1);
    ASSERT_TRUE(change_case(db(), snooze, {})->done);
  }
  ASSERT_EQ(cases(db(), "snoozed").size(), 1U);
  EXPECT_EQ(cases(db(), "snoozed")[0].snoozed_until_us, kNow + kDayUs);
  EXPECT_EQ(only_case(db()).entity.value, "tok_b") << "its time has come";
  EXPECT_EQ(count_cases(db(), "default", "anna", kNow)->snoozed, 1);
  archive(db(), {critical(3, "tok_a")});
  EXPECT_TRUE(cases(db(), "snoozed").empty());
  EXPECT_EQ(cases(db()).size(), 2U);
}

TEST_P(Cases, a_closed_case_resolves_its_alerts_and_stays_closed) {
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_a")}, {"pagerduty"});
  const Case seen = only_case(db());
  const std::vector<std::string> followers{"pagerduty"};
  const auto closed = change_case(db(), closing(seen, "inconclusive"), followers);
  ASSERT_OK(closed);
  EXPECT_TRUE(closed->done);
  EXPECT_EQ(closed->present.state, "closed");
  EXPECT_EQ(closed->present.outcome, "inconclusive");
  EXPECT_FALSE(closed->present.labels_due);
  for (const domain::Seq seq : {1U, 2U}) {
    EXPECT_EQ(find_alert(db(), "default", seq)->alert.state, "resolved");
    EXPECT_EQ(find_alert(db(), "default", seq)->resolved_by, "anna");
  }
  EXPECT_EQ(db().query("SELECT id FROM outbox WHERE event = 'resolve'")->size(), 2U);
  archive(db(), {critical(3, "tok_a")});
  const Case next = only_case(db());
  EXPECT_NE(next.number, seen.number) << "a later alert opens a new case";
  EXPECT_EQ(next.decisions, 1);
  EXPECT_EQ(cases(db(), "closed").size(), 1U);
  EXPECT_EQ(cases(db(), "all").size(), 2U);
  auto late = change_of(closed->present);
  late.assigned_to = "bert";
  EXPECT_FALSE(change_case(db(), late, {})->done);
  EXPECT_EQ(find_case(db(), "default", seen.number)->version, closed->present.version);
  auto note = change_of(closed->present);
  note.note = "one more word";
  EXPECT_TRUE(change_case(db(), note, {})->done);
  EXPECT_EQ(find_case(db(), "default", seen.number)->outcome, "inconclusive");
}

TEST_P(Cases, closing_owes_labels_until_they_are_noted) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 7; ++seq) decisions.push_back(critical(seq, "tok_a"));
  decisions.push_back(critical(8, "tok_b"));
  archive(db(), decisions);
  EXPECT_FALSE(due_case_labels(db(), 3)->has_value());
  CaseFilter filter;
  filter.tenant = "default";
  filter.entity = CaseEntity{EntityKind::card, "tok_a"};
  const Case seen = list_cases(db(), filter)->rows.at(0);
  ASSERT_TRUE(change_case(db(), closing(seen, "confirmed_fraud"), {})->done);
  EXPECT_TRUE(find_case(db(), "default", seen.number)->labels_due);
  std::vector<domain::Seq> labelled;
  for (int round = 0; round < 3; ++round) {
    const auto due = due_case_labels(db(), 3);
    ASSERT_TRUE(due.ok() && due->has_value()) << round;
    const DueLabels again = **due_case_labels(db(), 3);
    EXPECT_EQ(again.decisions.size(), (*due)->decisions.size()) << "what is not noted is owed";
    EXPECT_TRUE((*due)->fraud);
    EXPECT_EQ((*due)->by, "anna");
    EXPECT_EQ((*due)->note, "looked at it");
    for (const auto& decision : (*due)->decisions) labelled.push_back(decision.seq());
    ASSERT_OK(note_labels_sent(db(), **due));
    ASSERT_OK(note_labels_sent(db(), **due));
  }
  EXPECT_EQ(labelled, (std::vector<domain::Seq>{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_FALSE(due_case_labels(db(), 3)->has_value());
  EXPECT_FALSE(find_case(db(), "default", seen.number)->labels_due);
}

TEST_P(Cases, labels_are_shown_with_the_decisions) {
  archive(db(), {critical(1, "tok_a"), critical(2, "tok_a")});
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(9, "t-1", true, "chargeback"), sample::label(10, "t-1", false, "case")}));
  const auto items = case_items(db(), only_case(db()));
  ASSERT_OK(items);
  ASSERT_EQ(items->labels.size(), 2U);
  EXPECT_EQ(items->labels[0].source, "case");
  EXPECT_EQ(items->labels[0].event_id, "t-1");
  EXPECT_FALSE(items->labels[0].fraud);
  EXPECT_TRUE(items->labels[1].fraud);
  EXPECT_EQ(items->alerts[1].fraud_label, false);
  EXPECT_EQ(items->alerts[0].fraud_label, std::nullopt);
}

TEST_P(Cases, ids) {
  EXPECT_EQ(case_id(12), "c-12");
  EXPECT_EQ(number_of_case_id("c-12"), 12);
  for (const char* bad : {"", "c-", "c-0", "c-01", "c--1", "c-1x", "12", "c-99999999999999999999"})
    EXPECT_EQ(number_of_case_id(bad), std::nullopt) << bad;
}

}  // namespace shrike::store
