#include "shrike/api/live_channel.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/events.hpp"

namespace shrike::api {
namespace {

class FakeSocket final : public server::WebSocketConnection {
 public:
  void send(std::shared_ptr<const std::string> text) override {
    messages.push_back(nlohmann::json::parse(*text));
    if (on_send) on_send();
  }
  void close(std::uint16_t code, std::string_view) override {
    closed = code;
    if (on_close) on_close();
  }
  [[nodiscard]] std::size_t dropped() const override { return 0; }
  [[nodiscard]] std::size_t queued() const override { return 0; }
  [[nodiscard]] bool open() const override { return closed == 0; }
  [[nodiscard]] const std::shared_ptr<const void>& context() const override { return context_; }
  [[nodiscard]] const std::string& remote_address() const override { return text_; }
  [[nodiscard]] const std::string& request_id() const override { return text_; }

  std::vector<nlohmann::json> messages;
  std::uint16_t closed = 0;
  std::function<void()> on_send;
  std::function<void()> on_close;

 private:
  std::shared_ptr<const void> context_;
  std::string text_;
};

class FakePipeline final : public PipelineControl {
 public:
  [[nodiscard]] PipelineView view() const override {
    PipelineView out;
    out.event_time_us = testing::kSomeTimeUs + kDayUs;
    out.generator = {true, 200, 5'000, testing::kSomeTimeUs, 0.1, 7};
    out.stages.push_back({.id = "engine", .role = "engine", .total = 5'000});
    out.components = {{"engine", "ok", "deciding"}, {"disk", "degraded", "1 GiB free"}, {"accuracy", "ok", "AUC 0.97"}};
    return out;
  }
  void set_running(bool) override {}
  void set_generator_running(bool) override {}
  bool set_generator_rate(double) override { return true; }
};

class LiveChannelTest : public ::testing::Test {
 protected:
  std::shared_ptr<FakeSocket> join(const std::string& tenant, const std::string& address = "192.0.2.1") {
    auto socket = std::make_shared<FakeSocket>();
    const auto known = access_.by_key("key of " + tenant);
    channel_.join(socket, known.value_or(access::Identity{access::Role::viewer, tenant, "key", ""}), address);
    return socket;
  }
  void decide(const std::string& tenant, int count) {
    auto batch = std::make_shared<domain::DecisionBatch>();
    for (int i = 0; i < count; ++i) {
      auto decision = std::make_shared<domain::Decision>();
      decision->event = testing::payment("t-" + std::to_string(++seq_), 100);
      decision->event.tenant = tenant;
      decision->event.seq = seq_;
      batch->decisions.push_back(std::move(decision));
    }
    live_.accept(batch);
  }
  ManualClock clock_{testing::kSomeTimeUs};
  sinks::Live live_{clock_, {}};
  FakePipeline pipeline_;
  access::Access access_{clock_};
  LiveChannel channel_{live_, pipeline_, clock_, {}};
  domain::Seq seq_ = 0;
};

TEST_F(LiveChannelTest, EachTenantsNumbersAndFiguresAreItsOwn) {
  const auto ours = join("default");
  const auto theirs = join("globex");
  decide("default", 30);
  decide("globex", 2);
  for (int i = 0; i < 5; ++i) {
    decide("default", 1);
    channel_.tick();
  }
  std::uint64_t seq = theirs->messages.front()["seq"];
  std::size_t rows = 0;
  for (std::size_t i = 1; i < theirs->messages.size(); ++i) {
    const auto& message = theirs->messages[i];
    EXPECT_EQ(message["seq"].get<std::uint64_t>(), ++seq);
    if (message["type"] == "decisions") rows += message["data"]["rows"].size();
    if (message["type"] == "stats") EXPECT_EQ(message["data"]["totals"]["decisions"], 2);
  }
  EXPECT_EQ(rows, 2U);
  EXPECT_GT(ours->messages.back()["seq"].get<std::uint64_t>(), seq);
}

TEST_F(LiveChannelTest, TheFlowOfThePipelineIsTheOperators) {
  const auto hello = [](const std::shared_ptr<FakeSocket>& socket) { return socket->messages.front()["data"]; };
  const auto ours = hello(join("default"));
  EXPECT_EQ(ours["stats"]["stages"].size(), 1U);
  EXPECT_EQ(ours["stats"]["generator"]["running"], true);
  EXPECT_EQ(ours["health"]["status"], "degraded");
  EXPECT_EQ(ours["health"]["components"].size(), 3U);
  decide("globex", 1);
  const auto theirs = hello(join("globex"));
  EXPECT_TRUE(theirs["stats"]["stages"].empty());
  EXPECT_EQ(theirs["stats"]["generator"]["running"], false);
  EXPECT_EQ(theirs["stats"]["generator"]["seed"], 0);
  EXPECT_EQ(theirs["stats"]["event_time"], "2026-05-03T11:20:00.000000Z") << "of its own newest event";
  EXPECT_EQ(theirs["health"]["status"], "ok") << "the disk is not theirs";
  EXPECT_EQ(theirs["health"]["components"].size(), 1U);
  EXPECT_EQ(theirs["health"]["components"][0]["detail"], "");
}

TEST_F(LiveChannelTest, WhatCameBeforeAnybodyLookedIsToldOnce) {
  decide("globex", 3);
  const auto socket = join("globex");
  EXPECT_EQ(socket->messages.front()["data"]["decisions"].size(), 3U);
  channel_.tick();
  for (const auto& message : socket->messages) EXPECT_NE(message["type"], "decisions");
}

TEST_F(LiveChannelTest, AClientThatEndsWhileItIsSentToTakesItsChannelAlong) {
  const auto first = join("globex");
  first->on_send = [&] { channel_.leave(first); };
  const auto other = join("acme");
  channel_.tick();
  EXPECT_EQ(channel_.clients(), 1U);
  EXPECT_GE(other->messages.size(), 2U);
  const std::size_t told = first->messages.size();
  channel_.tick();
  EXPECT_EQ(first->messages.size(), told);
  channel_.text(other, R"({"type":"hello"})");
  EXPECT_EQ(other->messages.back()["type"], "hello");
  other->on_close = [&] { channel_.leave(other); };
  channel_.text(other, "nonsense");
  EXPECT_EQ(other->closed, 1008);
  EXPECT_EQ(channel_.clients(), 0U);
  first->on_send = nullptr;  // it holds on to itself
  other->on_close = nullptr;
}

TEST_F(LiveChannelTest, AnAddressThatATenantNoLongerAllowsIsClosed) {
  for (const char* tenant : {"acme", "globex"})
    access_.add_key(std::string("key of ") + tenant, access::Role::viewer, tenant, "key");
  channel_.set_access(&access_);
  const auto inside = join("acme", "192.0.2.1");
  const auto outside = join("acme", "198.51.100.7");
  const auto other = join("globex", "198.51.100.7");
  channel_.tick();
  EXPECT_EQ(channel_.clients(), 3U);
  access_.allow_addresses("acme", access::AddressList::parse("192.0.2.0/24").value());
  channel_.tick();
  EXPECT_EQ(outside->closed, 4403);
  EXPECT_EQ(inside->closed, 0);
  EXPECT_EQ(other->closed, 0) << "of another tenant";
}

TEST_F(LiveChannelTest, ThereIsNoChannelForOneTenantTooMany) {
  for (std::size_t i = 0; i < sinks::kLiveTenantsMax; ++i) decide("t" + std::to_string(i), 1);
  const auto socket = join("one-more");
  EXPECT_EQ(socket->closed, 4403);
  EXPECT_TRUE(socket->messages.empty());
}

}  // namespace
}  // namespace shrike::api
