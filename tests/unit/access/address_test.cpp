#include <gtest/gtest.h>

#include "shrike/access/access.hpp"
#include "shrike/access/address_list.hpp"
#include "shrike/access/rate_limit.hpp"

namespace shrike::access {
namespace {

TEST(AddressList, HoldsNetworksOfBothKinds) {
  const auto list = AddressList::parse("10.0.0.0/8, 192.0.2.7,2001:db8::/32");
  ASSERT_TRUE(list.ok());
  for (const char* in : {"10.0.0.1", "10.255.1.2", "192.0.2.7", "::ffff:10.1.1.1", "2001:db8:ffff::1"})
    EXPECT_TRUE(list->contains(in)) << in;
  for (const char* out : {"11.0.0.1", "192.0.2.8", "2001:db9::1", "", "localhost", "10.0.0.1, 10.0.0.2"})
    EXPECT_FALSE(list->contains(out)) << out;
  EXPECT_TRUE(AddressList::parse("0.0.0.0/0")->contains("203.0.113.9"));
  EXPECT_FALSE(AddressList::parse("0.0.0.0/0")->contains("2001:db8::1"));
  EXPECT_TRUE(AddressList::parse("10.0.0.0/9")->contains("10.127.0.1"));
  EXPECT_FALSE(AddressList::parse("10.0.0.0/9")->contains("10.128.0.1"));
  EXPECT_TRUE(AddressList::parse(" ")->empty());
  for (const char* bad : {"10.0.0.0/33", "10.0.0", "x", "10.0.0.1,,10.0.0.2", "10.0.0.1/", "10.0.0.1/a", "::/129"})
    EXPECT_FALSE(AddressList::parse(bad).ok()) << bad;
}

TEST(RateLimit, GivesTheRateAndItsBurst) {
  ManualClock clock(kDayUs);
  RateLimit limit(clock, 5);
  const auto passes = [&](const std::string& who) { return limit.take(who).passes; };
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(passes("a")) << "two seconds' worth at once";
  const auto refused = limit.take("a");
  EXPECT_FALSE(refused.passes);
  EXPECT_DOUBLE_EQ(refused.wait_s, 0.2);
  EXPECT_TRUE(passes("b")) << "each has its own";
  clock.advance(kSecondUs);
  int passed = 0;
  for (int i = 0; i < 20; ++i) passed += passes("a") ? 1 : 0;
  EXPECT_EQ(passed, 5);
  clock.advance(kHourUs);
  passed = 0;
  for (int i = 0; i < 20; ++i) passed += passes("a") ? 1 : 0;
  EXPECT_EQ(passed, 10) << "no more than the burst is saved";
}

TEST(RateLimit, SlowRatesLetOneThrough) {
  ManualClock clock(kDayUs);
  RateLimit limit(clock, 0.1);
  EXPECT_TRUE(limit.take("a").passes);
  EXPECT_FALSE(limit.take("a").passes);
  clock.advance(10 * kSecondUs);
  EXPECT_TRUE(limit.take("a").passes);
  RateLimit none(clock, 0);
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(none.take("a").passes);
}

TEST(Access, AKeyIsKnownFromItsAddressesOnly) {
  ManualClock clock(kDayUs);
  Access access(clock);
  auto key = make_key(Role::viewer, "acme", "", clock.now_us(), 0);
  key.row.addresses = "10.0.0.0/8";
  access.replace_stored_keys({key.row});
  EXPECT_TRUE(access.by_key(key.text, "10.1.2.3"));
  EXPECT_FALSE(access.by_key(key.text, "11.1.2.3"));
  EXPECT_FALSE(access.by_key(key.text));
  EXPECT_FALSE(access.open_with_key(key.text, "11.1.2.3").ok());
  key.row.addresses = "nonsense";
  access.replace_stored_keys({key.row});
  EXPECT_FALSE(access.by_key(key.text, "10.1.2.3")) << "what cannot be read lets nobody in";
}

}  // namespace
}  // namespace shrike::access
