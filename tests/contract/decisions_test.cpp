#include "shrike/store/decisions.hpp"

#include <fmt/format.h>

#include <cmath>

#include "samples.hpp"
#include "shrike/store/labels.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Decisions);

std::string found_text(Database& database, domain::Seq seq) {
  auto found = find(database, "default", seq);
  return found ? sample::text_of(found->decision) : found.error().message;
}

TEST_P(Decisions, every_field_comes_back) {
  auto payment = sample::payment(11);
  payment.level = domain::RiskLevel::high;
  payment.outcome = domain::Outcome::review;
  payment.action = domain::Action::queued_for_review;
  auto message = sample::message(12);
  message.level = domain::RiskLevel::critical;
  message.outcome = domain::Outcome::decline;
  message.action = domain::Action::automatically_blacklisted;
  ASSERT_OK(sample::insert(db(), {sample::shared(payment), sample::shared(message)}));
  EXPECT_EQ(found_text(db(), 11), sample::text_of(payment));
  EXPECT_EQ(found_text(db(), 12), sample::text_of(message));
}

TEST_P(Decisions, odd_values_come_back) {
  auto odd = sample::payment(1);
  auto& body = std::get<domain::Transaction>(odd.event.body);
  body.id = "it's \"quoted\"; DROP TABLE decisions; -- \\ % _ $1 ?1 \t\r\n";
  body.merchant_id = "Käse & Söhne 日本 🦅";
  body.card.clear();
  body.amount.minor = -5;
  body.card_present.reset();
  body.attributes = {{"", -1e300}, {"名", 5e-324}};
  odd.event.time_us = -1;
  odd.reasons = {{"c'ode", "reason \\ with \"all\" 'quotes' \x01 and 🦅", -0.0F}};
  odd.rules.clear();
  odd.features.clear();
  odd.fraud_probability = 5e-324;
  auto empty = sample::payment(2);
  empty.event.body = domain::Transaction{};
  empty.reasons.clear();
  ASSERT_OK(sample::insert(db(), {sample::shared(odd), sample::shared(empty)}));
  EXPECT_EQ(found_text(db(), 1), sample::text_of(odd));
  EXPECT_EQ(found_text(db(), 2), sample::text_of(empty));
  EXPECT_OK(find_by_event_id(db(), "default", body.id));
}

TEST_P(Decisions, feature_bits_come_back) {
  auto decision = sample::payment(1);
  decision.features = {std::nanf(""), -INFINITY, 1e-45F};
  ASSERT_OK(sample::insert(db(), {sample::shared(decision)}));
  const auto found = *find(db(), "default", 1);
  ASSERT_EQ(found.decision.features.size(), 3U);
  EXPECT_TRUE(std::isnan(found.decision.features[0]));
  EXPECT_EQ(found.decision.features[1], -INFINITY);
  EXPECT_EQ(found.decision.features[2], 1e-45F);
}

TEST_P(Decisions, text_that_sql_cannot_hold_does_not_stop_the_archive) {
  auto message = sample::message(1);
  auto& body = std::get<domain::Message>(message.event.body);
  body.id = std::string("a\0b", 3);
  body.content = "broken \xff\xc3 utf-8 \xed\xa0\x80";
  message.event.time_us = INT64_MIN;
  message.event.ingested_at_us = INT64_MAX;
  ASSERT_OK(sample::insert(db(), {sample::shared(message)}));
  EXPECT_EQ(found_text(db(), 1), sample::text_of(message));
  const auto by_id = find_by_event_id(db(), "default", body.id);
  ASSERT_OK(by_id);
  EXPECT_EQ(by_id->decision.event_id(), body.id);
  EXPECT_ERROR(find_by_event_id(db(), "default", "a"), ErrorKind::not_found);
}

TEST_P(Decisions, only_fresh_ones_are_stored) {
  auto duplicate = sample::payment(2);
  std::get<domain::Transaction>(duplicate.event.body).id = "t-1";
  duplicate.evaluation = domain::Evaluation::duplicate;
  duplicate.first_seq = 1;
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1)), sample::shared(duplicate)}));
  EXPECT_ERROR(find(db(), "default", 2), ErrorKind::not_found);
  EXPECT_EQ(find_by_event_id(db(), "default", "t-1")->decision.seq(), 1U);
}

TEST_P(Decisions, first_decision_of_an_event_stands) {
  auto later = sample::payment(2);
  std::get<domain::Transaction>(later.event.body).id = "t-1";
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1)), sample::shared(later)}));
  EXPECT_EQ(find_by_event_id(db(), "default", "t-1")->decision.seq(), 1U);
}

TEST_P(Decisions, another_tenants_decision_does_not_exist) {
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1, "a")), sample::shared(sample::payment(2, "b"))}));
  EXPECT_OK(find(db(), "a", 1));
  EXPECT_ERROR(find(db(), "b", 1), ErrorKind::not_found);
  EXPECT_ERROR(find_by_event_id(db(), "b", "t-1"), ErrorKind::not_found);
  DecisionFilter filter;
  filter.tenant = "b";
  const auto page = search(db(), filter);
  ASSERT_OK(page);
  ASSERT_EQ(page->rows.size(), 1U);
  EXPECT_EQ(page->rows[0].decision.seq(), 2U);
}

TEST_P(Decisions, newest_label_is_attached) {
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1)), sample::shared(sample::payment(2))}));
  EXPECT_EQ(find(db(), "default", 1)->fraud_label, std::nullopt);
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(3, "t-1", true, "chargeback"), sample::label(4, "t-1", false, "analyst")}));
  EXPECT_EQ(find(db(), "default", 1)->fraud_label, std::optional(false));
  EXPECT_EQ(find(db(), "default", 2)->fraud_label, std::nullopt);
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(5, "t-1", true, "chargeback")}));
  EXPECT_EQ(find(db(), "default", 1)->fraud_label, std::optional(true));
}

TEST_P(Decisions, label_of_a_message_is_not_one_of_a_payment) {
  auto message = sample::message(2);
  std::get<domain::Message>(message.event.body).id = "t-1";
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1)), sample::shared(message)}));
  auto label = sample::label(3, "t-1", true);
  std::get<domain::Label>(label.body).about = domain::EventKind::message;
  ASSERT_OK(insert_labels(db(), std::vector{label}));
  EXPECT_EQ(find(db(), "default", 1)->fraud_label, std::nullopt);
  EXPECT_EQ(find(db(), "default", 2)->fraud_label, std::optional(true));
}

TEST_P(Decisions, same_seq_twice_is_a_conflict_and_changes_nothing) {
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1))}));
  EXPECT_ERROR(sample::insert(db(), {sample::shared(sample::payment(2)), sample::shared(sample::payment(1))}),
               ErrorKind::conflict);
  EXPECT_ERROR(find(db(), "default", 2), ErrorKind::not_found);
}

TEST_P(Decisions, damaged_row_is_named) {
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::payment(1))}));
  ASSERT_OK(db().query("UPDATE decisions SET detail = $1", {std::string("{}")}));
  EXPECT_ERROR(find(db(), "default", 1), ErrorKind::corrupt);
  ASSERT_OK(db().query("UPDATE decisions SET event = $1", {Bytes{"\x01\x02"}}));
  const auto damaged = find(db(), "default", 1);
  EXPECT_ERROR(damaged, ErrorKind::corrupt);
  EXPECT_NE(damaged.error().message.find("decision 1"), std::string::npos);
}

}  // namespace shrike::store
