#include "shrike/api/gate.hpp"

#include <gtest/gtest.h>

namespace shrike::api {
namespace {

class GateTest : public ::testing::Test {
 protected:
  static server::RequestHead from(const std::string& address, std::initializer_list<const char*> forwarded,
                                  const char* proto = "") {
    server::RequestHead head;
    head.remote_address = address;
    for (const char* value : forwarded) head.add_header("X-Forwarded-For", value);
    if (*proto != '\0') head.add_header("X-Forwarded-Proto", proto);
    return head;
  }
  ManualClock clock_{kDayUs};
  Gate gate_{{access::AddressList::parse("10.0.0.0/8").value(), {.per_key = 1, .per_address = 2}}, clock_};
};

TEST_F(GateTest, BelievesTrustedProxiesOnly) {
  EXPECT_EQ(gate_.origin_of(from("203.0.113.5", {"1.2.3.4"}, "https")).address, "203.0.113.5");
  EXPECT_FALSE(gate_.origin_of(from("203.0.113.5", {"1.2.3.4"}, "https")).https);
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {"1.2.3.4"})).address, "1.2.3.4");
  EXPECT_TRUE(gate_.origin_of(from("10.0.0.1", {}, "https")).https);
  EXPECT_FALSE(gate_.origin_of(from("10.0.0.1", {}, "http")).https);
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {})).address, "10.0.0.1");
}

TEST_F(GateTest, OurOwnTlsIsHttpsWhateverAHeaderSays) {
  server::RequestHead head = from("203.0.113.5", {}, "http");
  head.over_tls = true;
  EXPECT_TRUE(gate_.origin_of(head).https);
  head = from("10.0.0.1", {}, "http");
  head.over_tls = true;
  EXPECT_TRUE(gate_.origin_of(head).https);
}

TEST_F(GateTest, WhatTheClientWroteItselfDoesNotCount) {
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {"6.6.6.6, 1.2.3.4, 10.0.0.2"})).address, "1.2.3.4");
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {"6.6.6.6", "1.2.3.4"})).address, "1.2.3.4") << "two headers";
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {"6.6.6.6, "})).address, "10.0.0.1");
  EXPECT_EQ(gate_.origin_of(from("10.0.0.1", {"10.0.0.3, 10.0.0.2"})).address, "10.0.0.3") << "all trusted";
}

TEST_F(GateTest, TooManyRequestsAreToldWhenToComeAgain) {
  Gate::Allowance allowance;
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(gate_.limit_address("1.2.3.4", allowance));
  const auto refused = gate_.limit_address("1.2.3.4", allowance);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 429);
  const auto header = [&](std::string_view name) {
    for (const auto& [key, value] : refused->headers)
      if (key == name) return value;
    return std::string();
  };
  EXPECT_EQ(header("Retry-After"), "1");
  EXPECT_EQ(header("RateLimit-Limit"), "4");
  EXPECT_EQ(header("RateLimit-Remaining"), "0");
  EXPECT_FALSE(gate_.limit_identity({}, allowance)) << "nobody has no key";
  const access::Identity who{access::Role::viewer, "acme", "key_1"};
  EXPECT_FALSE(gate_.limit_identity(who, allowance));
  EXPECT_FALSE(gate_.limit_identity(who, allowance));
  EXPECT_TRUE(gate_.limit_identity(who, allowance));
  EXPECT_FALSE(gate_.limit_identity({access::Role::viewer, "globex", "key_1"}, allowance)) << "of another tenant";
}

TEST_F(GateTest, WhatIsLeftIsOfTheTightestBucket) {
  Gate gate{{{}, {.per_key = 5, .per_tenant = 2, .per_address = 50}}, clock_};
  Gate::Allowance allowance;
  server::Response response;
  allowance.add_headers(response);
  EXPECT_TRUE(response.headers.empty()) << "no limit, nothing to tell";
  const access::Identity one{access::Role::viewer, "acme", "key_1"};
  const access::Identity two{access::Role::viewer, "acme", "key_2"};
  EXPECT_FALSE(gate.limit_address("1.2.3.4", allowance));
  EXPECT_FALSE(gate.limit_identity(one, allowance));
  allowance.add_headers(response);
  allowance.add_headers(response);
  EXPECT_EQ(response.headers, (std::vector<server::NamedText>{
                                  {"RateLimit-Limit", "4"}, {"RateLimit-Remaining", "3"}, {"RateLimit-Reset", "1"}}));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(gate.limit_identity(i % 2 == 0 ? two : one, allowance));
  EXPECT_TRUE(gate.limit_identity(two, allowance)) << "the tenant's keys share its bucket";
  clock_.advance(kSecondUs);
  EXPECT_FALSE(gate.limit_identity(two, allowance));
}

}  // namespace
}  // namespace shrike::api
