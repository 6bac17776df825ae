#include "shrike/store/outbox.hpp"

#include <fmt/format.h>

#include "faulty_database.hpp"
#include "samples.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/escalations.hpp"
#include "shrike/store/silences.hpp"
#include "shrike/store/system_alerts.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

namespace {

const std::vector<std::string> kChannels{"webhook", "email"};
const ChannelRoutes kRoutes{kChannels, {{"acme", {"webhook@acme"}}, {"mute", {}}}};
const ChannelRoutes kToMail{{"email"}, {}};
const ChannelRoutes kToPagerduty{{"pagerduty"}, {{"acme", {"email@acme"}}, {"mute", {}}}};
constexpr TimeUs kHorizon = kDayUs;
constexpr TimeUs kLater = sample::kStart + kHourUs;

domain::Alert alert_of(domain::Seq seq, const std::string& phone = "555-0100") {
  auto decision = sample::message(seq);
  std::get<domain::Message>(decision.event.body).phone_number = phone;
  domain::Alert alert = sample::alert(seq);
  alert.decision = sample::shared(std::move(decision));
  return alert;
}

domain::Alert of_tenant(domain::Alert alert, const std::string& tenant) {
  alert.tenant = tenant;
  return alert;
}

std::vector<std::string> ids_of(const Result<std::vector<OutboxRow>>& rows) {
  std::vector<std::string> ids;
  for (const OutboxRow& row : *rows) ids.push_back(row.alert_id + " " + row.event);
  return ids;
}

OutboxRow row_of(const std::string& alert_id, const std::string& event, TimeUs due_at_us) {
  return {.tenant = "default",
          .alert_id = alert_id,
          .channel = "webhook",
          .event = event,
          .type = "t",
          .severity = "critical",
          .group_key = "",
          .created_at_us = sample::kStart,
          .due_at_us = due_at_us};
}

std::string state_of(Database& database, std::int64_t id) {
  return database.query("SELECT state FROM outbox WHERE id = $1", {id})->front().text(0);
}

}  // namespace

STORE_SUITE(Outbox);

TEST_P(Outbox, each_alert_once_for_each_channel) {
  const std::vector alerts{alert_of(1), alert_of(2, "")};
  ASSERT_OK(put_alerts_out(db(), alerts, kRoutes));
  ASSERT_OK(put_alerts_out(db(), alerts, kRoutes));
  for (const std::string& channel : kChannels) {
    const auto due = due_rows(db(), channel, kLater, kHorizon, 10);
    ASSERT_OK(due);
    ASSERT_EQ(due->size(), 2U) << channel;
    const OutboxRow& row = due->front();
    EXPECT_EQ(row.alert_id, "al_0000000000001");
    EXPECT_EQ(row.event, "trigger");
    EXPECT_EQ(row.type, "critical_fraud");
    EXPECT_EQ(row.severity, "critical");
    EXPECT_EQ(row.group_key, "555-0100");
    EXPECT_EQ(row.attempts, 0U);
    EXPECT_EQ(row.group_size, 1U);
    EXPECT_EQ(row.due_at_us, sample::kStart + 1);
    EXPECT_EQ(due->back().group_key, "");
  }
  EXPECT_TRUE(due_rows(db(), "slack", kLater, kHorizon, 10)->empty());
}

TEST_P(Outbox, alerts_of_a_tenant_with_channels_of_its_own_go_to_them_alone) {
  const std::vector alerts{alert_of(1), of_tenant(alert_of(2), "acme"), of_tenant(alert_of(3), "beta"),
                           of_tenant(alert_of(4), "mute")};
  ASSERT_OK(put_alerts_out(db(), alerts, kRoutes));
  EXPECT_EQ(ids_of(due_rows(db(), "webhook@acme", kLater, kHorizon, 10)),
            std::vector<std::string>{"al_0000000000002 trigger"});
  for (const std::string& channel : kChannels) {
    EXPECT_EQ(ids_of(due_rows(db(), channel, kLater, kHorizon, 10)),
              (std::vector<std::string>{"al_0000000000001 trigger", "al_0000000000003 trigger"}))
        << channel;
  }
  EXPECT_EQ(count_outbox(db())->size(), 3U);
}

TEST_P(Outbox, what_people_do_is_told_where_the_alert_was_told) {
  const std::vector alerts{alert_of(1), alert_of(2), of_tenant(alert_of(3), "acme")};
  ASSERT_OK(put_alerts_out(db(), alerts, kRoutes));
  const std::vector<std::string> followers{"webhook", "webhook@acme", "slack"};
  const std::vector<std::string> ids{domain::alert_id(1), domain::alert_id(3), domain::alert_id(9)};
  for (int round = 0; round < 2; ++round)
    for (const char* tenant : {"default", "acme"})
      ASSERT_OK(put_followups(db(), {tenant, "acknowledge", kLater}, ids, followers));
  const auto told =
      db().query("SELECT tenant, alert_id, channel, type FROM outbox WHERE event <> 'trigger' ORDER BY id");
  ASSERT_OK(told);
  ASSERT_EQ(told->size(), 2U) << "not by e-mail, which does not follow, not twice, and of no other tenant";
  EXPECT_EQ(told->front().text(0) + " " + told->front().text(1) + " " + told->front().text(2),
            "default al_0000000000001 webhook");
  EXPECT_EQ(told->front().text(3), "critical_fraud");
  EXPECT_EQ(told->back().text(0) + " " + told->back().text(1) + " " + told->back().text(2),
            "acme al_0000000000003 webhook@acme");
  std::vector<std::string> many;
  for (domain::Seq seq = 1; seq <= 1'000; ++seq) many.push_back(domain::alert_id(seq));
  ASSERT_OK(put_followups(db(), {"default", "resolve", kLater}, many, followers));
  EXPECT_EQ(db().query("SELECT id FROM outbox WHERE event = 'resolve'")->size(), 2U);
}

TEST_P(Outbox, only_channels_with_due_rows_are_looked_at) {
  const std::vector<std::string> names{"webhook", "email", "slack"};
  EXPECT_TRUE(due_channels(db(), names, kLater, kHorizon)->empty());
  EXPECT_TRUE(due_channels(db(), {}, kLater, kHorizon)->empty());
  ASSERT_OK(put_out(db(), row_of("a", "trigger", kLater)));
  EXPECT_TRUE(due_channels(db(), names, kLater - 1, kHorizon)->empty());
  EXPECT_EQ(*due_channels(db(), names, kLater, kHorizon), std::vector<std::string>{"webhook"});
  EXPECT_EQ(*due_channels(db(), names, kLater - kHorizon - 1, kHorizon), std::vector<std::string>{"webhook"})
      << "the clock was put back";
  const auto id = due_rows(db(), "webhook", kLater, kHorizon, 1)->front().id;
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{id, "delivered", "200", kLater}}));
  EXPECT_TRUE(due_channels(db(), names, kLater, kHorizon)->empty());
}

TEST_P(Outbox, rows_are_due_at_their_time_or_when_the_clock_was_put_back) {
  ASSERT_OK(put_out(db(), row_of("a", "trigger", kLater)));
  EXPECT_TRUE(due_rows(db(), "webhook", kLater - 1, kHorizon, 10)->empty());
  EXPECT_EQ(due_rows(db(), "webhook", kLater, kHorizon, 10)->size(), 1U);
  EXPECT_EQ(due_rows(db(), "webhook", kLater - kHorizon - 1, kHorizon, 10)->size(), 1U);
}

TEST_P(Outbox, nothing_overtakes_the_trigger_of_its_alert) {
  ASSERT_OK(put_out(db(), row_of("a", "trigger", kLater)));
  ASSERT_OK(put_out(db(), row_of("a", "resolve", sample::kStart)));
  ASSERT_OK(put_out(db(), row_of("b", "trigger", sample::kStart)));
  EXPECT_EQ(ids_of(due_rows(db(), "webhook", kLater - 1, kHorizon, 10)), std::vector<std::string>{"b trigger"});
  const auto due = due_rows(db(), "webhook", kLater, kHorizon, 10);
  EXPECT_EQ(ids_of(due), (std::vector<std::string>{"b trigger", "a trigger"}));
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{due->back().id, "delivered", "200", kLater}}));
  EXPECT_EQ(ids_of(due_rows(db(), "webhook", kLater, kHorizon, 10)),
            (std::vector<std::string>{"a resolve", "b trigger"}));
  EXPECT_EQ(*trigger_state(db(), row_of("a", "resolve", 0)), "delivered");
  EXPECT_EQ(*trigger_state(db(), row_of("c", "resolve", 0)), "");
}

TEST_P(Outbox, results_are_kept_and_only_pending_rows_change) {
  ASSERT_OK(put_out(db(), row_of("a", "trigger", sample::kStart)));
  const std::int64_t id = due_rows(db(), "webhook", kLater, kHorizon, 1)->front().id;
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{id, "pending", "answered 500", kLater, kLater + 5}}));
  EXPECT_TRUE(due_rows(db(), "webhook", kLater + 4, kHorizon, 1)->empty());
  EXPECT_EQ(due_rows(db(), "webhook", kLater + 5, kHorizon, 1)->front().attempts, 1U);
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{id, "pending", "", kLater, kLater + 6, false}}));
  EXPECT_EQ(due_rows(db(), "webhook", kLater + 6, kHorizon, 1)->front().attempts, 1U) << "put off, not tried";
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{id, "dead", "gone", kLater}}));
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{id, "delivered", "late", kLater}}));
  EXPECT_EQ(state_of(db(), id), "dead");
  EXPECT_EQ(count_outbox(db())->at("webhook").dead, 1U);
  EXPECT_EQ(count_outbox(db())->at("webhook").pending, 0U);
}

TEST_P(Outbox, alerts_about_the_same_entity_are_counted_in_one) {
  ASSERT_OK(put_alerts_out(db(), std::vector{alert_of(1), alert_of(2), alert_of(3), alert_of(4, "555-0199")}, kRoutes));
  const auto due = *due_rows(db(), "webhook", kLater, kHorizon, 10);
  EXPECT_EQ(*last_group_delivery(db(), due[0]), 0);
  EXPECT_EQ(*group_under_way(db(), due[0]), 0);
  EXPECT_EQ(*gather_group(db(), due[0], kLater), 3U);
  EXPECT_EQ(*gather_group(db(), due[3], kLater), 1U);
  EXPECT_EQ(due_rows(db(), "webhook", kLater, kHorizon, 10)->size(), 2U);
  EXPECT_EQ(due_rows(db(), "webhook", kLater, kHorizon, 10)->front().group_size, 3U);
  EXPECT_EQ(due_rows(db(), "email", kLater, kHorizon, 10)->size(), 4U) << "each channel for itself";
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{due[0].id, "pending", "500", kLater, kLater + 7}}));
  ASSERT_OK(put_alerts_out(db(), std::vector{alert_of(5)}, kRoutes));
  const auto fifth = due_rows(db(), "webhook", kLater, kHorizon, 10)->back();
  EXPECT_EQ(*group_under_way(db(), fifth), kLater + 7) << "the first is still to be delivered";
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{due[0].id, "delivered", "200", kLater + 9}}));
  EXPECT_EQ(*group_under_way(db(), fifth), 0);
  EXPECT_EQ(*last_group_delivery(db(), fifth), kLater + 9);
}

TEST_P(Outbox, the_archive_writes_both_or_neither) {
  const std::vector alerts{alert_of(1)};
  const std::vector decisions{alerts.front().decision};
  const ArchiveBatch batch{.decisions = decisions, .alerts = alerts, .cursor = 1, .routes = &kRoutes};
  for (int calls = 0;; ++calls) {
    FaultyDatabase faulty(db(), calls);
    if (write_archive_batch(faulty, batch).ok()) break;
    EXPECT_TRUE(due_rows(db(), "webhook", kLater, kHorizon, 10)->empty()) << "after " << calls << " statements";
    EXPECT_ERROR(find_alert(db(), "default", 1), ErrorKind::not_found);
  }
  ASSERT_OK(write_archive_batch(db(), batch));
  EXPECT_EQ(due_rows(db(), "webhook", kLater, kHorizon, 10)->size(), 1U);
  EXPECT_OK(find_alert(db(), "default", 1));
}

TEST_P(Outbox, old_rows_go_but_not_the_dead_and_the_pending) {
  for (const char* id : {"a", "b", "c"}) ASSERT_OK(put_out(db(), row_of(id, "trigger", sample::kStart)));
  const auto due = *due_rows(db(), "webhook", kLater, kHorizon, 10);
  ASSERT_OK(write_results(db(), std::vector{OutboxResult{due[0].id, "delivered", "200", kLater},
                                            OutboxResult{due[1].id, "dead", "gone", kLater}}));
  ASSERT_OK(prune_outbox(db(), kLater, 10));
  EXPECT_EQ(state_of(db(), due[0].id), "delivered") << "not before its time";
  ASSERT_OK(prune_outbox(db(), kLater + 1, 10));
  EXPECT_EQ(db().query("SELECT id FROM outbox")->size(), 2U);
  EXPECT_EQ(state_of(db(), due[1].id), "dead");
}

TEST_P(Outbox, what_nobody_acknowledged_is_escalated_once) {
  std::vector<domain::Alert> alerts;
  for (domain::Seq seq = 1; seq <= 3; ++seq) alerts.push_back(alert_of(seq));
  ASSERT_OK(insert_alerts(db(), alerts));
  ASSERT_OK(acknowledge_alert(db(), {"default", 2, "anna", kLater}));
  const Escalation early{kToPagerduty, kMinuteUs, sample::kStart + kMinuteUs + 2};
  ASSERT_OK(put_out_escalations(db(), early));
  EXPECT_EQ(ids_of(due_rows(db(), "pagerduty", kLater, kHorizon, 10)),
            std::vector<std::string>{"al_0000000000001 escalate"})
      << "the third is too young";
  for (int round = 0; round < 2; ++round) ASSERT_OK(put_out_escalations(db(), {kToPagerduty, kMinuteUs, kLater}));
  EXPECT_EQ(ids_of(due_rows(db(), "pagerduty", kLater, kHorizon, 10)),
            (std::vector<std::string>{"al_0000000000001 escalate", "al_0000000000003 escalate"}));
}

TEST_P(Outbox, escalations_go_where_the_tenants_do) {
  const std::vector alerts{of_tenant(alert_of(1), "acme"), of_tenant(alert_of(2), "beta"),
                           of_tenant(alert_of(3), "mute")};
  ASSERT_OK(insert_alerts(db(), alerts));
  ASSERT_OK(put_out_escalations(db(), {kToPagerduty, kMinuteUs, kLater}));
  const auto told = db().query("SELECT tenant, channel, event, severity FROM outbox ORDER BY id");
  ASSERT_OK(told);
  ASSERT_EQ(told->size(), 2U);
  EXPECT_EQ(told->front().text(0) + " " + told->front().text(1), "acme email@acme");
  EXPECT_EQ(told->front().text(2) + " " + told->front().text(3), "escalate critical");
  EXPECT_EQ(told->back().text(0) + " " + told->back().text(1), "beta pagerduty");
}

TEST_P(Outbox, alerts_from_before_escalation_was_turned_on_are_passed) {
  ASSERT_OK(insert_alerts(db(), std::vector{alert_of(1)}));
  ASSERT_OK(put_out_escalations(db(), {kToMail, kMinuteUs, sample::kStart + 3 * kDayUs}));
  EXPECT_TRUE(due_rows(db(), "email", sample::kStart + 3 * kDayUs, kHorizon, 10)->empty());
}

STORE_SUITE(SystemAlerts);

TEST_P(SystemAlerts, are_raised_listed_and_resolved) {
  SystemAlert alert;
  alert.tenant = "default";
  alert.type = "cpu_usage";
  alert.severity = "critical";
  alert.state = "open";
  alert.title = "Processor use is 90 %";
  alert.value = 90.5;
  alert.threshold = 80;
  alert.raised_at_us = sample::kStart;
  for (std::uint64_t number = 1; number <= 3; ++number) EXPECT_EQ(*insert_system_alert(db(), alert), number);
  const auto found = find_system_alert(db(), "default", 2);
  ASSERT_OK(found);
  EXPECT_EQ(found->title, alert.title);
  EXPECT_EQ(found->value, 90.5);
  EXPECT_EQ(found->raised_at_us, sample::kStart);
  EXPECT_ERROR(find_system_alert(db(), "other", 2), ErrorKind::not_found);
  ASSERT_OK(acknowledge_system_alert(db(), {"default", 2, "anna", kLater}));
  ASSERT_OK(acknowledge_system_alert(db(), {"default", 2, "bert", kLater}));
  EXPECT_EQ(find_system_alert(db(), "default", 2)->acknowledged_by, "anna");
  ASSERT_OK(resolve_system_alert(db(), {"default", 3, "system", kLater}));
  EXPECT_ERROR(resolve_system_alert(db(), {"default", 3, "anna", kLater}), ErrorKind::conflict);
  EXPECT_ERROR(acknowledge_system_alert(db(), {"default", 9, "anna", kLater}), ErrorKind::not_found);
  EXPECT_EQ(unresolved_system_alerts(db(), "default")->size(), 2U);
  const auto page = list_system_alerts(db(), "default", "", {.limit = 2});
  ASSERT_OK(page);
  ASSERT_EQ(page->rows.size(), 2U);
  EXPECT_EQ(page->rows.front().number, 3U);
  const auto rest = list_system_alerts(db(), "default", "", {.limit = 2, .cursor = *page->next_cursor});
  EXPECT_EQ(rest->rows.size(), 1U);
  EXPECT_EQ(list_system_alerts(db(), "default", "open", {})->rows.size(), 1U);
  EXPECT_ERROR(list_system_alerts(db(), "default", "odd", {}), ErrorKind::invalid);
  EXPECT_EQ(*largest_system_value(db(), "default", "cpu_usage"), 90.5);
  EXPECT_EQ(*largest_system_value(db(), "default", "milestone"), std::nullopt);
}

TEST_P(SystemAlerts, critical_ones_escalate_once) {
  SystemAlert alert;
  alert.tenant = "default";
  alert.type = "disk_usage";
  alert.severity = "critical";
  alert.state = "open";
  alert.raised_at_us = sample::kStart;
  ASSERT_OK(insert_system_alert(db(), alert));
  alert.severity = "warning";
  ASSERT_OK(insert_system_alert(db(), alert));
  for (int round = 0; round < 2; ++round) ASSERT_OK(put_out_escalations(db(), {kToMail, kMinuteUs, kLater}));
  EXPECT_EQ(ids_of(due_rows(db(), "email", kLater, kHorizon, 10)),
            std::vector<std::string>{"sys_0000000000001 escalate"});
}

STORE_SUITE(Silences);

TEST_P(Silences, match_what_they_name_until_they_end) {
  Silence silence;
  silence.tenant = "default";
  silence.severity = "critical";
  silence.entity = "555-0100";
  silence.reason = "it's \"known\"; --";
  silence.by = "anna";
  silence.created_at_us = sample::kStart;
  silence.until_us = kLater;
  const auto number = add_silence(db(), silence);
  ASSERT_OK(number);
  const auto active = active_silences(db(), "default", sample::kStart);
  ASSERT_OK(active);
  ASSERT_EQ(active->size(), 1U);
  EXPECT_EQ(active->front().reason, silence.reason);
  EXPECT_EQ(active->front().until_us, kLater);
  OutboxRow row = row_of("a", "trigger", 0);
  EXPECT_FALSE(active->front().matches(row));
  row.group_key = "555-0100";
  EXPECT_TRUE(active->front().matches(row));
  row.tenant = "other";
  EXPECT_FALSE(active->front().matches(row));
  EXPECT_TRUE(active_silences(db(), "other", sample::kStart)->empty());
  EXPECT_TRUE(active_silences(db(), "default", kLater)->empty()) << "it has ended";
  EXPECT_ERROR(end_silence(db(), "other", *number, sample::kStart + 1), ErrorKind::not_found);
  ASSERT_OK(end_silence(db(), "default", *number, sample::kStart + 1));
  EXPECT_ERROR(end_silence(db(), "default", *number, sample::kStart + 2), ErrorKind::not_found);
  EXPECT_TRUE(active_silences(db(), "default", sample::kStart + 1)->empty());
}

TEST_P(Silences, are_bounded) {
  Silence silence;
  silence.tenant = "default";
  silence.type = "t";
  silence.reason = silence.by = "x";
  silence.created_at_us = sample::kStart;
  silence.until_us = kLater;
  ASSERT_OK(db().begin());
  for (std::size_t count = 0; count < kSilencesMax; ++count) ASSERT_OK(add_silence(db(), silence));
  EXPECT_ERROR(add_silence(db(), silence), ErrorKind::conflict);
  ASSERT_OK(db().commit());
}

}  // namespace shrike::store
