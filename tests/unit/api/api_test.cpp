#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "api/answers.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/api/routes.hpp"
#include "support/events.hpp"

namespace shrike::api {
namespace {

TEST(Routes, EveryRowHasSummaryTagAndLimits) {
  for (const RouteRow& row : routes()) {
    EXPECT_FALSE(row.summary.empty()) << row.path;
    EXPECT_FALSE(row.tag.empty()) << row.path;
    const bool takes_body = !row.request_schema.empty();
    EXPECT_TRUE(!takes_body || (row.body_limit_bytes > 0 && !row.content_types.empty())) << row.path;
  }
}

TEST(Routes, EveryAdministrativeChangeIsAudited) {
  for (const RouteRow& row : routes()) {
    const bool changes = row.method != server::Method::get;
    if (row.least == access::Role::admin && changes) EXPECT_NE(audited_act(row.endpoint), nullptr) << row.path;
  }
}

TEST(OpenApi, DescribesEveryRouteAndEveryReferenceResolves) {
  const auto document = nlohmann::json::parse(openapi_json("9.9.9"));
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::size_t operations = 0;
  std::set<std::string> ids;
  for (const auto& [path, item] : document["paths"].items()) {
    EXPECT_EQ(path.find('*'), std::string::npos);
    for (const auto& [method, operation] : item.items()) {
      ++operations;
      EXPECT_TRUE(ids.insert(operation["operationId"]).second);
      EXPECT_TRUE(operation.contains("x-role"));
    }
  }
  EXPECT_EQ(operations, routes().size());
  const auto& schemas = document["components"]["schemas"];
  const std::string text = document.dump();
  const std::string_view prefix = "#/components/schemas/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
    const std::size_t start = at + prefix.size();
    EXPECT_TRUE(schemas.contains(text.substr(start, text.find('"', start) - start)));
  }
}

TEST(ReadMembers, TakesPlainMembersAndNamesWhatIsWrong) {
  const auto read = [](std::string_view body) { return read_members(body, {"rate", "running"}); };
  const auto good = read(R"({"rate": 5, "running": true})");
  EXPECT_EQ(std::get<JsonMembers>(good).number("rate"), 5.0);
  EXPECT_EQ(std::get<JsonMembers>(good).flag("running"), true);
  for (const auto& [body, status, part] :
       {std::tuple{"", 400, "JSON"}, std::tuple{"[1]", 422, "object"},
        std::tuple{R"({"rate":1,"rate":2})", 400, "twice"}, std::tuple{R"({"speed":1})", 422, "rate, running"},
        std::tuple{R"({"rate":{"a":1}})", 422, "plain value"}, std::tuple{R"({"rate":[1]})", 422, "plain value"},
        std::tuple{"5", 422, "object"}, std::tuple{R"({"rate":1} x)", 400, "JSON"}}) {
    const auto bad = read(body);
    ASSERT_TRUE(std::holds_alternative<server::Response>(bad)) << body;
    EXPECT_EQ(std::get<server::Response>(bad).status, status) << body;
    EXPECT_NE(std::get<server::Response>(bad).body.find(part), std::string::npos)
        << std::get<server::Response>(bad).body;
  }
  EXPECT_EQ(std::get<server::Response>(read(std::string_view("{}\0x", 4))).status, 400);
}

class ReplyDeskTest : public ::testing::Test {
 protected:
  void decide(domain::Seq first, domain::Seq last) {
    auto batch = std::make_shared<domain::DecisionBatch>();
    for (domain::Seq seq = first; seq <= last; ++seq) {
      auto decision = std::make_shared<domain::Decision>();
      decision->event = testing::payment("t", 1);
      decision->event.seq = seq;
      batch->decisions.push_back(decision);
    }
    batch->first_seq = first;
    batch->last_seq = last;
    desk_.accept(batch);
  }
  void submit(std::size_t count) {
    desk_.submit(std::vector<domain::Event>(count, testing::payment("t", 1)), [this](const auto& decisions) {
      if (decisions)
        answered_.push_back(decisions->size());
      else
        refused_.push_back(decisions.error().kind);
    });
  }
  void run_posted() {
    for (const auto& task : std::exchange(posted_, {})) task();
  }
  domain::Seq next_ = 1;
  bool full_ = false;
  std::vector<std::size_t> appended_;  // events of each group
  std::vector<std::size_t> answered_;
  std::vector<ErrorKind> refused_;
  std::vector<std::function<void()>> posted_;
  bool later_ = false;
  ReplyDesk desk_{[this](std::span<const domain::Event> events) -> Result<domain::Seq> {
                    if (full_) return Error{ErrorKind::unavailable, "full"};
                    appended_.push_back(events.size());
                    return std::exchange(next_, next_ + events.size());
                  },
                  [this](std::function<void()> task) { later_ ? posted_.push_back(std::move(task)) : task(); }};
};

TEST_F(ReplyDeskTest, WhatComesInOneRoundIsAppendedAsOneGroup) {
  later_ = true;
  for (const std::size_t count : {1U, 1U, 3U}) submit(count);
  EXPECT_TRUE(appended_.empty());
  run_posted();
  EXPECT_EQ(appended_, std::vector<std::size_t>{5});
  decide(1, 5);
  desk_.durable(5);
  run_posted();
  EXPECT_EQ(answered_, (std::vector<std::size_t>{1, 1, 3}));
}

TEST_F(ReplyDeskTest, AGroupIsClosedAtItsLimit) {
  later_ = true;
  for (int i = 0; i < 3; ++i) submit(ReplyDesk::kGroupEventsMax - 1);
  run_posted();
  EXPECT_EQ(appended_,
            (std::vector<std::size_t>{2 * (ReplyDesk::kGroupEventsMax - 1), ReplyDesk::kGroupEventsMax - 1}));
}

TEST_F(ReplyDeskTest, TooManyWaitingAreTurnedAwayAtOnceUntilSomeAreAnswered) {
  for (std::size_t i = 0; i < ReplyDesk::kRequestsMax; ++i) submit(1);
  EXPECT_TRUE(refused_.empty());
  EXPECT_TRUE(desk_.turns_away());
  submit(1);
  EXPECT_EQ(refused_, std::vector<ErrorKind>{ErrorKind::unavailable});
  EXPECT_EQ(desk_.turned_away(), 2U);
  decide(1, 10);
  desk_.durable(10);
  EXPECT_EQ(answered_.size(), 10U);
  EXPECT_FALSE(desk_.turns_away());
  submit(1);
  EXPECT_EQ(refused_.size(), 1U);
}

TEST_F(ReplyDeskTest, ManyEventsInOneRequestCountAndALoneRequestAlwaysFits) {
  submit(ReplyDesk::kEventsMax + 1);
  EXPECT_TRUE(refused_.empty());
  submit(1);
  EXPECT_EQ(refused_.size(), 1U);
  desk_.fail_waiting({ErrorKind::unavailable, "the event log has failed"});
  EXPECT_EQ(refused_.size(), 2U);
  submit(1);
  EXPECT_EQ(refused_.size(), 2U) << "what failed no longer counts";
}

TEST_F(ReplyDeskTest, AFullLogRefusesEveryoneAndNothingWaits) {
  full_ = later_ = true;
  submit(1);
  submit(2);
  run_posted();
  EXPECT_EQ(refused_, (std::vector<ErrorKind>{ErrorKind::unavailable, ErrorKind::unavailable}));
  EXPECT_EQ(desk_.waiting(), 0U);
}

TEST_F(ReplyDeskTest, AnswersWhenDecidedAndDurableInEitherOrder) {
  submit(1);
  decide(1, 1);
  EXPECT_TRUE(answered_.empty());
  desk_.durable(1);
  EXPECT_EQ(answered_.size(), 1U);
  submit(1);
  desk_.durable(2);
  EXPECT_EQ(answered_.size(), 1U);
  decide(2, 2);
  EXPECT_EQ(answered_.size(), 2U);
  EXPECT_EQ(desk_.waiting(), 0U);
}

TEST_F(ReplyDeskTest, ManyEventsWaitForAllOfTheirDecisionsAcrossBatches) {
  submit(5);
  desk_.durable(5);
  decide(1, 2);
  EXPECT_TRUE(answered_.empty());
  decide(3, 5);
  EXPECT_EQ(answered_, std::vector<std::size_t>{5});
}

TEST_F(ReplyDeskTest, RemembersRecentDecisionsOnly) {
  decide(1, ReplyDesk::kRecentMax + 10);
  EXPECT_EQ(desk_.recent(5), nullptr);
  ASSERT_NE(desk_.recent(100), nullptr);
  EXPECT_EQ(desk_.recent(100)->seq(), 100U);
  EXPECT_EQ(desk_.recent(ReplyDesk::kRecentMax + 11), nullptr);
}

}  // namespace
}  // namespace shrike::api
