#include "shrike/access/access.hpp"

#include <gtest/gtest.h>

namespace shrike::access {
namespace {

TEST(Roles, EachAllowsWhatItShould) {
  // Rows: mine; columns: none, ingest, viewer, analyst, admin, auditor as the least role.
  const std::array<std::array<bool, 6>, 6> changes{{{true, false, false, false, false, false},
                                                    {true, true, false, false, false, false},
                                                    {true, false, true, false, false, false},
                                                    {true, true, true, true, false, false},
                                                    {true, true, true, true, true, true},
                                                    {true, false, false, false, false, false}}};
  for (std::size_t mine = 0; mine < 6; ++mine) {
    for (std::size_t least = 0; least < 6; ++least) {
      const bool reads = changes[mine][least] || static_cast<Role>(mine) == Role::auditor;
      EXPECT_EQ(allows(static_cast<Role>(mine), static_cast<Role>(least), Manner::changes), changes[mine][least])
          << mine << " " << least;
      EXPECT_EQ(allows(static_cast<Role>(mine), static_cast<Role>(least), Manner::reads), reads)
          << mine << " " << least;
    }
  }
}

class AccessTest : public ::testing::Test {
 protected:
  ManualClock clock_{kDayUs};
  Access access_{clock_};
};

TEST_F(AccessTest, NobodyOfASuspendedTenantIsKnown) {
  const auto made = make_key(Role::viewer, "acme", "", clock_.now_us(), 0);
  const auto other = make_key(Role::viewer, "globex", "", clock_.now_us(), 0);
  access_.replace_stored_keys({made.row, other.row});
  const auto session = access_.open_with_key(made.text).value();
  const auto identity = access_.by_key(made.text).value();
  store::User user;
  user.name = "anna";
  user.tenant = "acme";
  user.role = "viewer";
  access_.replace_users({user});
  EXPECT_TRUE(access_.open_with_user(user).ok());
  access_.replace_tenants({{"acme", "acme", true}, {"globex", "globex", false}});
  EXPECT_FALSE(access_.by_key(made.text));
  EXPECT_FALSE(access_.holds(identity));
  EXPECT_FALSE(access_.holds(session.identity));
  EXPECT_FALSE(access_.by_session(session.token));
  EXPECT_FALSE(access_.open_with_user(user).ok());
  EXPECT_TRUE(access_.by_key(other.text));
  access_.replace_tenants({{"acme", "acme", false}, {"globex", "globex", false}});
  EXPECT_TRUE(access_.by_key(made.text));
}

TEST_F(AccessTest, ATenantsAddressesAreItsOwn) {
  EXPECT_TRUE(access_.admits("acme", "192.0.2.1"));
  access_.allow_addresses("acme", AddressList::parse("10.0.0.0/8").value());
  EXPECT_FALSE(access_.admits("acme", "192.0.2.1"));
  EXPECT_TRUE(access_.admits("acme", "10.1.2.3"));
  EXPECT_TRUE(access_.admits("globex", "192.0.2.1"));
  access_.allow_addresses("acme", {});
  EXPECT_TRUE(access_.admits("acme", "192.0.2.1"));
}

TEST_F(AccessTest, AChangedPasswordEndsEverySessionButTheOneThatChangedIt) {
  store::User user;
  user.name = "anna";
  user.tenant = "acme";
  user.role = "viewer";
  user.password_at_us = 5;
  access_.replace_users({user});
  const auto mine = access_.open_with_user(user).value();
  const auto elsewhere = access_.open_with_user(user).value();
  user.password_at_us = 6;
  access_.replace_users({user}, &mine.identity);
  EXPECT_TRUE(access_.by_session(mine.token));
  EXPECT_FALSE(access_.by_session(elsewhere.token));
  user.password_at_us = 7;
  access_.replace_users({user});
  EXPECT_FALSE(access_.by_session(mine.token));
}

TEST_F(AccessTest, KnowsKeysByTheirHashOnly) {
  access_.add_key("a-long-enough-key", Role::admin, "acme", "env");
  const auto made = make_key(Role::viewer, "acme", "for tests", clock_.now_us(), clock_.now_us() + kHourUs);
  access_.replace_stored_keys({made.row});
  EXPECT_EQ(made.row.sha256.find(made.text), std::string::npos);
  EXPECT_EQ(access_.by_key("a-long-enough-key")->role, Role::admin);
  EXPECT_EQ(access_.by_key(made.text)->role, Role::viewer);
  EXPECT_FALSE(access_.by_key("a-long-enough-kez").has_value());
  EXPECT_FALSE(access_.by_key("").has_value());
  clock_.advance(kHourUs);
  EXPECT_FALSE(access_.by_key(made.text).has_value()) << "expired";
}

TEST_F(AccessTest, ARevokedKeyEndsWithTheNextReplacement) {
  auto made = make_key(Role::viewer, "acme", "", clock_.now_us(), 0);
  access_.replace_stored_keys({made.row});
  EXPECT_TRUE(access_.by_key(made.text).has_value());
  made.row.revoked_at_us = clock_.now_us();
  access_.replace_stored_keys({made.row});
  EXPECT_FALSE(access_.by_key(made.text).has_value());
}

TEST_F(AccessTest, ALoginOpensOneSessionInTime) {
  const auto login = access_.make_login(Role::admin, "acme");
  const auto session = access_.open_with_login(login);
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(access_.by_session(session->token)->identity.role, Role::admin);
  EXPECT_FALSE(access_.open_with_login(login).ok()) << "used";
  const auto late = access_.make_login(Role::admin, "acme");
  clock_.advance(kLoginUs);
  EXPECT_FALSE(access_.open_with_login(late).ok());
}

TEST_F(AccessTest, SessionsEndWhenIdleOldOrClosed) {
  access_.add_key("a-long-enough-key", Role::viewer, "acme", "env");
  const auto open = [&] { return access_.open_with_key("a-long-enough-key")->token; };
  const auto idle = open();
  clock_.advance(kSessionIdleUs);
  EXPECT_FALSE(access_.by_session(idle).has_value());
  const auto busy = open();
  TimeUs age_us = 0;
  for (; age_us + kHourUs < kSessionMaxUs; age_us += kHourUs) {
    clock_.advance(kHourUs);
    ASSERT_TRUE(access_.by_session(busy).has_value()) << age_us;
  }
  clock_.advance(kHourUs);
  EXPECT_FALSE(access_.by_session(busy).has_value());
  const auto closed = open();
  access_.close_session(closed);
  EXPECT_FALSE(access_.by_session(closed).has_value());
}

TEST_F(AccessTest, AnIngestKeyOpensNoDashboard) {
  access_.add_key("a-public-key-of-ours", Role::ingest, "acme", "env");
  EXPECT_FALSE(access_.open_with_key("a-public-key-of-ours").ok());
}

}  // namespace
}  // namespace shrike::access
