#include <fmt/format.h>

#include <set>

#include "samples.hpp"
#include "shrike/domain/event_codec.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/api_keys.hpp"
#include "shrike/store/blocklist.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/labels.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

const std::string kOdd = "it's \"odd\"; DROP TABLE x; -- \\ % _ $1 ?1 🦅";

STORE_SUITE(Repositories);

TEST_P(Repositories, labels_come_back_and_the_newest_stays) {
  const auto first = sample::label(5, kOdd, true, "chargeback");
  ASSERT_OK(insert_labels(db(), std::vector{first, sample::label(6, kOdd, false, kOdd)}));
  ASSERT_OK(insert_labels(db(), std::vector{first}));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(4, kOdd, false, "chargeback")}));  // older: ignored
  auto found = *labels_of(db(), "default", kOdd);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].seq, 5U);
  EXPECT_EQ(domain::encode_event(found[1]), domain::encode_event(first));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(7, kOdd, false, "chargeback")}));
  EXPECT_EQ(labels_of(db(), "default", kOdd)->at(0).seq, 7U);
  EXPECT_TRUE(labels_of(db(), "other", kOdd)->empty());
}

TEST_P(Repositories, alerts_come_back_with_their_decision) {
  ASSERT_OK(sample::insert(db(), {sample::shared(sample::message(1))}));
  ASSERT_OK(insert_alerts(db(), std::vector{sample::alert(1), sample::alert(2)}));
  ASSERT_OK(insert_alerts(db(), std::vector{sample::alert(1)}));
  AlertFilter filter;
  filter.tenant = "default";
  const auto page = *list_alerts(db(), filter);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_FALSE(page.next_cursor);
  EXPECT_EQ(page.rows[0].alert.decision, nullptr);
  const auto& alert = page.rows[1].alert;
  EXPECT_EQ(alert.type, "critical_fraud");
  EXPECT_EQ(alert.severity, "critical");
  EXPECT_EQ(alert.state, "open");
  EXPECT_EQ(alert.time_us, sample::kStart + 1);
  ASSERT_NE(alert.decision, nullptr);
  EXPECT_EQ(sample::text_of(*alert.decision), sample::text_of(sample::message(1)));
}

TEST_P(Repositories, alert_pages_and_states) {
  std::vector<domain::Alert> alerts;
  for (domain::Seq seq = 1; seq <= 150; ++seq) alerts.push_back(sample::alert(seq));
  ASSERT_OK(insert_alerts(db(), alerts));
  for (domain::Seq seq = 10; seq <= 150; seq += 10) ASSERT_OK(resolve_alert(db(), {"default", seq, kOdd, 5}));
  for (const auto& [state, expected] :
       std::map<std::string, std::size_t>{{"", 150}, {"open", 135}, {"resolved", 15}, {"acknowledged", 0}}) {
    AlertFilter filter{"default", state, {.limit = 20}};
    std::set<domain::Seq> seen;
    for (bool more = true; more;) {
      auto page = list_alerts(db(), filter);
      ASSERT_OK(page);
      for (const auto& row : page->rows) EXPECT_TRUE(seen.insert(row.alert.decision_seq).second);
      more = page->next_cursor.has_value();
      filter.page.cursor = page->next_cursor.value_or("");
    }
    EXPECT_EQ(seen.size(), expected) << state;
  }
  EXPECT_ERROR(list_alerts(db(), {"default", "odd", {}}), ErrorKind::invalid);
  EXPECT_ERROR(list_alerts(db(), {"", "", {}}), ErrorKind::invalid);
  EXPECT_ERROR(list_alerts(db(), {"default", "", {.cursor = "zz"}}), ErrorKind::invalid);
}

TEST_P(Repositories, alert_steps) {
  ASSERT_OK(insert_alerts(db(), std::vector{sample::alert(1)}));
  EXPECT_ERROR(acknowledge_alert(db(), {"other", 1, "anna", 10}), ErrorKind::not_found);
  EXPECT_ERROR(resolve_alert(db(), {"other", 1, "anna", 10}), ErrorKind::not_found);
  EXPECT_ERROR(find_alert(db(), "other", 1), ErrorKind::not_found);
  ASSERT_OK(acknowledge_alert(db(), {"default", 1, "anna", 10}));
  ASSERT_OK(acknowledge_alert(db(), {"default", 1, "bert", 11}));
  EXPECT_EQ(find_alert(db(), "default", 1)->acknowledged_by, "anna");
  ASSERT_OK(resolve_alert(db(), {"default", 1, kOdd, 12}));
  EXPECT_ERROR(resolve_alert(db(), {"default", 1, "bert", 13}), ErrorKind::conflict);
  EXPECT_ERROR(acknowledge_alert(db(), {"default", 1, "bert", 13}), ErrorKind::conflict);
  const auto found = *find_alert(db(), "default", 1);
  EXPECT_EQ(found.alert.state, "resolved");
  EXPECT_EQ(found.acknowledged_at_us, 10);
  EXPECT_EQ(found.resolved_by, kOdd);
  EXPECT_EQ(found.resolved_at_us, 12);
  ASSERT_OK(insert_alerts(db(), std::vector{sample::alert(1)}));  // a repeated batch does not open it again
  EXPECT_EQ(find_alert(db(), "default", 1)->alert.state, "resolved");
}

TEST_P(Repositories, blocklist_entries_come_back) {
  using domain::EntityKind;
  const domain::BlocklistEntry entry{EntityKind::card,  kOdd, kOdd + "'", domain::ListSource::rule, sample::kStart + 1,
                                     sample::kStart + 2};
  ASSERT_OK(upsert_blocked(db(), {"default", entry}));
  ASSERT_OK(upsert_blocked(db(), {"other", {EntityKind::card, kOdd, "theirs", domain::ListSource::analyst, 1, 0}}));
  auto rows = *list_blocked(db(), "default", {});
  ASSERT_EQ(rows.rows.size(), 1U);
  EXPECT_EQ(rows.rows[0].kind, entry.kind);
  EXPECT_EQ(rows.rows[0].value, entry.value);
  EXPECT_EQ(rows.rows[0].reason, entry.reason);
  EXPECT_EQ(rows.rows[0].source, entry.source);
  EXPECT_EQ(rows.rows[0].added_at_us, entry.added_at_us);
  EXPECT_EQ(rows.rows[0].expires_at_us, entry.expires_at_us);
  ASSERT_OK(upsert_blocked(db(), {"default", {EntityKind::card, kOdd, "new", domain::ListSource::analyst, 9, 0}}));
  EXPECT_EQ(list_blocked(db(), "default", {})->rows.at(0).reason, "new");
  EXPECT_EQ(load_blocklist(db())->size(), 2U);
  EXPECT_ERROR(remove_blocked(db(), "third", EntityKind::card, kOdd), ErrorKind::not_found);
  EXPECT_ERROR(remove_blocked(db(), "default", EntityKind::phone, kOdd), ErrorKind::not_found);
  ASSERT_OK(remove_blocked(db(), "default", EntityKind::card, kOdd));
  EXPECT_TRUE(list_blocked(db(), "default", {})->rows.empty());
  EXPECT_EQ(list_blocked(db(), "other", {})->rows.size(), 1U);
}

TEST_P(Repositories, listed_entities_are_found_by_list_and_source) {
  using domain::EntityKind, domain::EntityList, domain::ListSource;
  for (const ListSource source : {ListSource::automatic, ListSource::analyst, ListSource::rule}) {
    for (const EntityList list : {EntityList::block, EntityList::allow}) {
      const std::string value = fmt::format("{} {}", to_string(source), to_string(list));
      ASSERT_OK(upsert_blocked(db(), {"default", {EntityKind::card, value, "", source, 9, 0, list}}));
    }
  }
  const auto found = [this](const ListFilter& filter) {
    std::vector<std::string> values;
    PageRequest request{.limit = 1};
    for (bool more = true; more;) {
      const auto page = list_blocked(db(), "default", request, filter);
      EXPECT_OK(page);
      for (const auto& entry : page->rows) values.push_back(entry.value);
      more = page->next_cursor.has_value();
      request.cursor = page->next_cursor.value_or("");
    }
    return values;
  };
  using Values = std::vector<std::string>;
  EXPECT_EQ(found({}).size(), 6U);
  EXPECT_EQ(found({EntityList::allow, {}}), (Values{"rule allow", "automatic allow", "analyst allow"}));
  EXPECT_EQ(found({{}, ListSource::analyst}), (Values{"analyst block", "analyst allow"}));
  EXPECT_EQ(found({EntityList::block, ListSource::rule}), (Values{"rule block"}));
}

TEST_P(Repositories, blocklist_pages_come_newest_first) {
  for (int number = 0; number < 100; ++number) {
    const auto kind = static_cast<domain::EntityKind>(1 + number % 7);
    ASSERT_OK(upsert_blocked(
        db(), {"default", {kind, fmt::format("v{}", number), "", domain::ListSource::rule, number % 10, 0}}));
  }
  std::vector<std::tuple<TimeUs, int, std::string>> found;
  PageRequest request{.limit = 9};
  for (bool more = true; more;) {
    auto page = list_blocked(db(), "default", request);
    ASSERT_OK(page);
    for (const auto& entry : page->rows)
      found.emplace_back(entry.added_at_us, static_cast<int>(entry.kind), entry.value);
    more = page->next_cursor.has_value();
    request.cursor = page->next_cursor.value_or("");
  }
  EXPECT_EQ(found.size(), 100U);
  EXPECT_TRUE(std::is_sorted(found.rbegin(), found.rend()));
  EXPECT_ERROR(list_blocked(db(), "default", {.limit = 501}), ErrorKind::invalid);
  EXPECT_ERROR(list_blocked(db(), "default", {.cursor = "00"}), ErrorKind::invalid);
}

TEST_P(Repositories, cursors) {
  EXPECT_EQ(*read_cursor(db(), kOdd), 0U);
  ASSERT_OK(write_cursor(db(), kOdd, 17));
  EXPECT_EQ(*read_cursor(db(), kOdd), 17U);
  EXPECT_EQ(*lock_cursor(db(), kOdd), 17U);
  EXPECT_EQ(*lock_cursor(db(), "new"), 0U);
  ASSERT_OK(write_cursor(db(), kOdd, 1ULL << 62U));
  EXPECT_EQ(*read_cursor(db(), kOdd), 1ULL << 62U);
}

TEST_P(Repositories, api_keys) {
  const ApiKey key{"k1", "shk_ab", "00ff", "admin", "default", kOdd, 100, 200, 0};
  ASSERT_OK(insert_api_key(db(), key));
  ASSERT_OK(insert_api_key(db(), {"k2", "shk_cd", "11ff", "viewer", "default", "", 101, 0, 0}));
  ASSERT_OK(insert_api_key(db(), {"k3", "shk_ef", "22ff", "viewer", "other", "", 102, 0, 0}));
  EXPECT_ERROR(insert_api_key(db(), {"k4", "", "00ff", "admin", "default", "", 1, 0, 0}), ErrorKind::conflict);
  EXPECT_ERROR(insert_api_key(db(), {"k1", "", "33ff", "admin", "default", "", 1, 0, 0}), ErrorKind::conflict);
  const auto found = *find_api_key_by_hash(db(), "00ff");
  EXPECT_EQ(found.id, key.id);
  EXPECT_EQ(found.prefix, key.prefix);
  EXPECT_EQ(found.role, key.role);
  EXPECT_EQ(found.tenant, key.tenant);
  EXPECT_EQ(found.label, key.label);
  EXPECT_EQ(found.created_at_us, 100);
  EXPECT_EQ(found.expires_at_us, 200);
  EXPECT_EQ(found.revoked_at_us, 0);
  EXPECT_ERROR(find_api_key_by_hash(db(), "00f"), ErrorKind::not_found);
  EXPECT_ERROR(revoke_api_key(db(), "other", "k1", 5), ErrorKind::not_found);
  ASSERT_OK(revoke_api_key(db(), "default", "k1", 150));
  ASSERT_OK(revoke_api_key(db(), "default", "k1", 160));
  const auto keys = *list_api_keys(db(), "default");
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].id, "k2");
  EXPECT_EQ(keys[1].revoked_at_us, 150);
}

}  // namespace shrike::store
