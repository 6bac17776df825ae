#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "samples.hpp"
#include "shrike/store/decisions.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

class Search : public StoreContract {
 protected:
  using Matches = std::function<bool(const domain::Decision&)>;

  /// 200 decisions of the tenant and as many of another.
  void fill() {
    rows_ = sample::mixed(1, 200);
    ASSERT_OK(sample::insert(db(), rows_));
    ASSERT_OK(sample::insert(db(), sample::mixed(201, 400, "other")));
  }
  /// Searches by small pages, and compares with what a loop over all finds.
  void expect_same(DecisionFilter filter, const Matches& matches) {
    std::vector<domain::Seq> expected;
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
      if (matches(**row)) expected.push_back((*row)->seq());
    }
    EXPECT_FALSE(expected.empty());
    EXPECT_LT(expected.size(), rows_.size());
    EXPECT_EQ(all_pages(filter, 7), expected);
  }
  std::vector<domain::Seq> all_pages(DecisionFilter filter, std::size_t limit) {
    filter.tenant = "default";
    filter.page.limit = limit;
    std::vector<domain::Seq> found;
    for (;;) {
      auto page = search(db(), filter);
      EXPECT_OK(page);
      if (!page) return found;
      EXPECT_LE(page->rows.size(), limit);
      for (const auto& row : page->rows) found.push_back(row.decision.seq());
      EXPECT_LT(found.size(), 10'000U) << "pages without end";
      if (!page->next_cursor || found.size() >= 10'000) return found;
      filter.page.cursor = *page->next_cursor;
    }
  }
  DecisionFilter with_text(const std::string& text) {
    DecisionFilter filter;
    filter.text = text;
    return filter;
  }

  std::vector<domain::DecisionPtr> rows_;
};
INSTANTIATE_TEST_SUITE_P(Every, Search, ::testing::Values(Dialect::sqlite, Dialect::postgres), dialect_name);

TEST_P(Search, pages_hold_everything_once) {
  fill();
  for (const std::size_t limit : {1U, 50U, 199U, 200U, 201U}) EXPECT_EQ(all_pages({}, limit).size(), 200U) << limit;
}

TEST_P(Search, levels_and_outcomes) {
  fill();
  using domain::RiskLevel;
  DecisionFilter filter;
  filter.levels = {RiskLevel::high, RiskLevel::critical};
  expect_same(filter, [](const auto& row) { return row.level >= RiskLevel::high; });
  filter.levels = {RiskLevel::low, RiskLevel::high};
  expect_same(filter, [](const auto& row) { return row.level == RiskLevel::low || row.level == RiskLevel::high; });
  filter.outcomes = {domain::Outcome::decline};
  expect_same(filter, [](const auto& row) {
    return (row.level == RiskLevel::low || row.level == RiskLevel::high) && row.outcome == domain::Outcome::decline;
  });
}

TEST_P(Search, kind_and_time) {
  fill();
  DecisionFilter filter;
  filter.kind = domain::EventKind::message;
  expect_same(filter, [](const auto& row) { return row.message() != nullptr; });
  filter.kind.reset();
  filter.from_us = rows_[20]->event.time_us;
  expect_same(filter, [&](const auto& row) { return row.event.time_us >= *filter.from_us; });
  filter.to_us = rows_[40]->event.time_us;
  expect_same(filter, [&](const auto& row) {
    return row.event.time_us >= *filter.from_us && row.event.time_us < *filter.to_us;
  });
}

TEST_P(Search, each_entity) {
  fill();
  const auto expect_entity = [&](domain::EntityKind kind, const std::string& value,
                                 std::string domain::Transaction::*field) {
    DecisionFilter filter;
    filter.entity = EntityFilter{kind, value};
    expect_same(filter,
                [&](const auto& row) { return row.transaction() != nullptr && row.transaction()->*field == value; });
  };
  using domain::EntityKind;
  expect_entity(EntityKind::card, "tok_3", &domain::Transaction::card);
  expect_entity(EntityKind::customer, "c-3", &domain::Transaction::customer_id);
  expect_entity(EntityKind::merchant, "m-1", &domain::Transaction::merchant_id);
  expect_entity(EntityKind::terminal, "term-2", &domain::Transaction::terminal_id);
  expect_entity(EntityKind::device, "dev-4", &domain::Transaction::device_id);
  expect_entity(EntityKind::ip, "192.0.2.17", &domain::Transaction::ip);
  DecisionFilter filter;
  filter.entity = EntityFilter{EntityKind::phone, "555-0110"};
  expect_same(filter,
              [](const auto& row) { return row.message() != nullptr && row.message()->phone_number == "555-0110"; });
  filter.entity = EntityFilter{EntityKind::phone, "555-01%"};
  EXPECT_TRUE(all_pages(filter, 50).empty());
}

TEST_P(Search, a_customer_without_card_is_not_a_card) {
  auto decision = sample::payment(1);
  std::get<domain::Transaction>(decision.event.body).card.clear();
  ASSERT_OK(sample::insert(db(), {sample::shared(decision)}));
  DecisionFilter filter;
  filter.entity = EntityFilter{domain::EntityKind::card, "c-1"};
  EXPECT_TRUE(all_pages(filter, 50).empty());
  filter.entity->kind = domain::EntityKind::customer;
  EXPECT_EQ(all_pages(filter, 50), std::vector<domain::Seq>{1});
}

TEST_P(Search, amounts) {
  fill();
  DecisionFilter filter;
  filter.currency = "EUR";
  filter.amount_min_minor = 5001;
  expect_same(filter,
              [](const auto& row) { return row.transaction() != nullptr && row.transaction()->amount.minor >= 5001; });
  filter.amount_max_minor = 7001;
  expect_same(filter, [](const auto& row) {
    return row.transaction() != nullptr && row.transaction()->amount.minor >= 5001 &&
           row.transaction()->amount.minor <= 7001;
  });
  filter.currency = "USD";
  EXPECT_TRUE(all_pages(filter, 50).empty());
}

TEST_P(Search, text_finds_message_reason_and_id_in_either_case) {
  fill();
  expect_same(with_text("PAY 10"), [](const auto& row) {
    return row.message() != nullptr && row.message()->content.find("pay 10") != std::string::npos;
  });
  expect_same(with_text("T-19"), [](const auto& row) { return row.event_id().find("t-19") != std::string::npos; });
  EXPECT_EQ(all_pages(with_text("CARD'S usual"), 50).size(), 200U);
}

TEST_P(Search, text_has_no_wildcards_and_is_no_sql) {
  fill();
  for (const char* text : {"%", "_", "\\", "t_1", "msg%", "' OR '1'='1", "\"; DROP TABLE decisions; --", "$1", "\\%"}) {
    EXPECT_TRUE(all_pages(with_text(text), 50).empty()) << text;
  }
  auto odd = sample::message(500);
  std::get<domain::Message>(odd.event.body).content = "100% of_it \\ here";
  ASSERT_OK(sample::insert(db(), {sample::shared(odd)}));
  for (const char* text : {"0% OF", "f_i", "\\ h", "%", "_"}) {
    EXPECT_EQ(all_pages(with_text(text), 50), std::vector<domain::Seq>{500}) << text;
  }
}

TEST_P(Search, limits) {
  DecisionFilter filter;
  EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);  // no tenant
  filter.tenant = "default";
  filter.page.limit = 0;
  EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);
  filter.page.limit = kPageLimitMax + 1;
  EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);
  filter.page.limit = kPageLimitMax;
  EXPECT_OK(search(db(), filter));
  filter.text = std::string(kFilterTextMax + 1, 'x');
  EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);
  filter.text = std::string(kFilterTextMax, '%');
  EXPECT_OK(search(db(), filter));
  filter.amount_min_minor = 1;
  EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);
}

TEST_P(Search, forged_cursors_are_refused) {
  fill();
  DecisionFilter filter;
  filter.tenant = "default";
  filter.page.limit = 10;
  const std::string good = *search(db(), filter)->next_cursor;
  std::string flipped = good;
  flipped[4] = flipped[4] == '0' ? '1' : '0';
  for (const std::string& cursor :
       {std::string("x"), std::string("5"), flipped, good.substr(2), good + "00", std::string(10'000, 'a')}) {
    filter.page.cursor = cursor;
    EXPECT_ERROR(search(db(), filter), ErrorKind::invalid);
  }
  filter.page.cursor = good;
  EXPECT_OK(search(db(), filter));
}

TEST_P(Search, rows_added_meanwhile_move_nothing) {
  rows_ = sample::mixed(1, 300);
  ASSERT_OK(sample::insert(db(), rows_));
  std::atomic<bool> stop{false};
  std::string writer_error;
  std::thread writer([&] {
    auto other = store_->open();
    if (!other) {
      writer_error = other.error().message;
      return;
    }
    for (domain::Seq seq = 301; !stop; seq += 5) {
      if (auto done = sample::insert(**other, sample::mixed(seq, seq + 4)); !done) writer_error = done.error().message;
    }
  });
  for (int round = 0; round < 5; ++round) {
    const auto found = all_pages({}, 7);
    std::set<domain::Seq> unique(found.begin(), found.end());
    EXPECT_EQ(unique.size(), found.size());
    EXPECT_TRUE(std::is_sorted(found.rbegin(), found.rend()));
    EXPECT_EQ(found.size(), found.front());  // from the newest of the first page down to 1 without a gap
  }
  stop = true;
  writer.join();
  EXPECT_EQ(writer_error, "");
}

}  // namespace shrike::store
