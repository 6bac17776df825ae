#include "shrike/access/totp.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace shrike::access {
namespace {

constexpr std::string_view kSecret = "12345678901234567890";

TEST(Totp, GivesTheCodesOfTheStandards) {
  // RFC 4226 appendix D.
  const char* const by_counter[] = {"755224", "287082", "359152", "969429", "338314",
                                    "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t counter = 0; counter < 10; ++counter) EXPECT_EQ(hotp(kSecret, counter), by_counter[counter]);
  // RFC 6238 appendix B, SHA-1.
  for (const auto& [second, code] : {std::pair{59LL, "94287082"},
                                     {1111111109LL, "07081804"},
                                     {1111111111LL, "14050471"},
                                     {1234567890LL, "89005924"},
                                     {2000000000LL, "69279037"},
                                     {20000000000LL, "65353130"}})
    EXPECT_EQ(hotp(kSecret, static_cast<std::uint64_t>(second / kTotpStepSeconds), 8), code);
}

TEST(Totp, EachCodeCountsOnceAndOnlyAroundItsTime) {
  const std::string secret = to_base32(kSecret);
  const TimeUs now_us = 1'234'567'890LL * kSecondUs;
  const std::int64_t step = 1'234'567'890 / kTotpStepSeconds;
  const std::string code = hotp(kSecret, static_cast<std::uint64_t>(step));
  EXPECT_EQ(totp_step_of(secret, code, now_us, 0), step);
  EXPECT_EQ(totp_step_of(secret, code, now_us + 30 * kSecondUs, 0), step);
  EXPECT_FALSE(totp_step_of(secret, code, now_us + 60 * kSecondUs, 0));
  EXPECT_FALSE(totp_step_of(secret, code, now_us, step)) << "used";
  EXPECT_FALSE(totp_step_of(secret, "", now_us, 0));
  EXPECT_FALSE(totp_step_of("", code, now_us, 0));
  EXPECT_FALSE(totp_step_of("not base32!", code, now_us, 0));
}

TEST(Totp, Base32GoesBothWays) {
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI") << "RFC 4648";
  for (const char* text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    EXPECT_EQ(from_base32(to_base32(text)), text);
  EXPECT_FALSE(from_base32("m"));
  EXPECT_EQ(make_totp_secret().size(), 32U);
  EXPECT_NE(make_totp_secret(), make_totp_secret());
}

}  // namespace
}  // namespace shrike::access
