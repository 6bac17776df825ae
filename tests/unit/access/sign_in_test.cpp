#include "shrike/access/sign_in.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "shrike/access/password.hpp"
#include "shrike/access/totp.hpp"

namespace shrike::access {
namespace {

using Kind = SignIn::Outcome::Kind;
constexpr const char* kPassword = "correct horse battery";

TEST(FailureThrottle, LocksAfterTenAndForgetsInTime) {
  ManualClock clock(kDayUs);
  FailureThrottle throttle(clock);
  for (unsigned i = 0; i < FailureThrottle::kFailuresMax; ++i) {
    EXPECT_EQ(throttle.locked_us("name anna"), 0);
    throttle.fail("name anna");
  }
  EXPECT_EQ(throttle.locked_us("name anna"), FailureThrottle::kLockUs);
  EXPECT_EQ(throttle.locked_us("name bert"), 0);
  clock.advance(FailureThrottle::kLockUs);
  EXPECT_EQ(throttle.locked_us("name anna"), 0);
  for (unsigned i = 0; i + 1 < FailureThrottle::kFailuresMax; ++i) throttle.fail("name bert");
  throttle.succeed("name bert");
  throttle.fail("name bert");
  EXPECT_EQ(throttle.locked_us("name bert"), 0);
}

TEST(FailureThrottle, AddressesOfOneIpv6NetworkAreOne) {
  EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), address_group("2001:db8:1:2::1"));
  EXPECT_NE(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
  EXPECT_EQ(address_group("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(address_group("::ffff:10.0.0.1"), "10.0.0.1");
}

TEST(LruMap, ForgetsWhatWasNotUsedForLongest) {
  LruMap<int> map(3);
  for (const char* key : {"a", "b", "c"}) map.use(key) = 1;
  map.use("a") = 2;
  map.use("d") = 1;
  EXPECT_EQ(map.size(), 3U);
  EXPECT_EQ(map.peek("b"), nullptr);
  EXPECT_EQ(*map.peek("a"), 2);
  map.erase("a");
  EXPECT_EQ(map.peek("a"), nullptr);
}

class SignInTest : public ::testing::Test {
 protected:
  void SetUp() override {
    user_.name = "anna";
    user_.tenant = "acme";
    user_.role = "analyst";
    user_.password_hash = hash_password(kPassword).value();
    access_.replace_users({user_});
  }
  /// Runs the worker until all that was submitted is answered.
  void run_worker() {
    const std::size_t wanted = submitted_;
    std::jthread worker([this](const std::stop_token& stop) { sign_in_.run(stop); });
    for (int i = 0; i < 500 && answered() < wanted; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::size_t answered() {
    const std::lock_guard lock(mutex_);
    return outcomes_.size();
  }
  void submit(const std::string& name, const std::string& password, const std::string& code = {}) {
    ++submitted_;
    sign_in_.submit({name, password, code, "10.0.0.1"}, [this](const SignIn::Outcome& outcome) {
      const std::lock_guard lock(mutex_);
      outcomes_.push_back(outcome);
    });
  }
  SignIn::Outcome sign_in(const std::string& name, const std::string& password, const std::string& code = {}) {
    submit(name, password, code);
    run_worker();
    return outcomes_.back();
  }
  ManualClock clock_{1'234'567'890LL * kSecondUs};
  Access access_{clock_};
  store::User user_;
  std::mutex mutex_;
  std::vector<SignIn::Outcome> outcomes_;
  std::size_t submitted_ = 0;
  std::int64_t kept_step_ = 0;
  const SecretBox box_ = SecretBox::make(std::string(64, 'a')).value();
  SignIn sign_in_{access_, box_, clock_, [](std::function<void()> task) { task(); },
                  [this](const std::string&, std::int64_t step) { kept_step_ = step; }};
};

TEST_F(SignInTest, OpensASessionForTheRightPasswordOnly) {
  const auto opened = sign_in("anna", kPassword);
  ASSERT_EQ(opened.kind, Kind::opened);
  EXPECT_EQ(access_.by_session(opened.session.token)->identity.name, "anna");
  EXPECT_EQ(access_.by_session(opened.session.token)->identity.role, Role::analyst);
  EXPECT_EQ(sign_in("anna", "wrong horse battery").kind, Kind::denied);
  EXPECT_EQ(sign_in("nobody", kPassword).kind, Kind::denied);
  user_.disabled = true;
  access_.replace_users({user_});
  EXPECT_EQ(sign_in("anna", kPassword).kind, Kind::denied);
  EXPECT_FALSE(access_.by_session(opened.session.token).has_value()) << "and her session has ended";
}

TEST_F(SignInTest, AnUnknownNameCostsAsMuchAsAWrongPassword) {
  (void)nobodys_password_hash();  // made on first use
  // The least of interleaved rounds: other work on the machine only adds.
  std::array<TimeUs, 2> least_us{kDayUs, kDayUs};
  for (int round = 0; round < 12; ++round) {
    const TimeUs from_us = SystemClock().steady_us();
    const auto user = access_.user(round % 2 == 0 ? "anna" : "nobody");
    EXPECT_FALSE(password_fits(user ? user->password_hash : nobodys_password_hash(), "wrong horse battery"));
    TimeUs& least = least_us[static_cast<std::size_t>(round % 2)];
    least = std::min(least, SystemClock().steady_us() - from_us);
  }
  EXPECT_GT(least_us[1], least_us[0] / 3);
  EXPECT_LT(least_us[1], least_us[0] * 3);
}

TEST_F(SignInTest, MoreThanEightAreTurnedAway) {
  for (std::size_t i = 0; i < SignIn::kWaitingMax; ++i) submit("anna", kPassword);
  submit("anna", kPassword);
  ASSERT_EQ(answered(), 1U) << "at once";
  EXPECT_EQ(outcomes_[0].kind, Kind::busy);
  run_worker();
  EXPECT_EQ(answered(), SignIn::kWaitingMax + 1);
}

TEST_F(SignInTest, ASecondFactorIsAskedForAndEachCodeCountsOnce) {
  const std::string secret = make_totp_secret();
  user_.totp_secret = seal_totp_secret(box_, user_, secret);
  user_.totp_on = true;
  access_.replace_users({user_});
  const std::int64_t step = clock_.now_us() / kSecondUs / kTotpStepSeconds;
  const std::string code = hotp(*from_base32(secret), static_cast<std::uint64_t>(step));
  EXPECT_EQ(sign_in("anna", kPassword).kind, Kind::code_needed);
  EXPECT_EQ(sign_in("anna", "wrong horse battery").kind, Kind::denied) << "no hint without the password";
  EXPECT_EQ(sign_in("anna", kPassword, "000000").kind, Kind::denied);
  EXPECT_EQ(sign_in("anna", kPassword, code).kind, Kind::opened);
  EXPECT_EQ(kept_step_, step);
  EXPECT_EQ(sign_in("anna", kPassword, code).kind, Kind::denied) << "used";
}

TEST_F(SignInTest, ASessionEndsWithItsPasswordItsRoleOrItsKey) {
  const auto by_password = sign_in("anna", kPassword).session;
  user_.password_at_us = clock_.now_us();
  access_.replace_users({user_});
  EXPECT_FALSE(access_.holds(by_password.identity));
  const auto by_role = sign_in("anna", kPassword).session;
  EXPECT_TRUE(access_.holds(by_role.identity));
  user_.role = "viewer";
  access_.replace_users({user_});
  EXPECT_FALSE(access_.holds(by_role.identity));
  auto key = make_key(Role::viewer, "acme", "", clock_.now_us(), clock_.now_us() + kHourUs);
  access_.replace_stored_keys({key.row});
  const auto by_key = access_.open_with_key(key.text).value();
  EXPECT_TRUE(access_.holds(by_key.identity));
  EXPECT_EQ(access_.sessions("acme").size(), 1U);
  EXPECT_TRUE(access_.sessions("globex").empty());
  EXPECT_FALSE(access_.close_session_by_id("globex", access_.sessions("acme")[0].id));
  clock_.advance(kHourUs);
  EXPECT_FALSE(access_.holds(by_key.identity)) << "the key has expired";
  EXPECT_FALSE(access_.by_session(by_key.token).has_value());
}

}  // namespace
}  // namespace shrike::access
