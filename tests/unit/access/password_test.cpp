#include "shrike/access/password.hpp"

#include <gtest/gtest.h>

namespace shrike::access {
namespace {

TEST(Password, RulesCountCharactersAndAskForNoKinds) {
  for (const char* fine : {"correct horse battery", "ooooh, a plain one", "äöüßäöüßäöü-", "0192837465-x"})
    EXPECT_TRUE(check_password("anna", fine).ok()) << fine;
  EXPECT_TRUE(check_password("anna", std::string(64, 'x') + std::string(64, 'y')).ok()) << "128 characters";
  for (const char* weak :
       {"", "elevenchars", "äöüßäöüßäöü", "Anna-is-the-best-one", "aaaaaaaaaaaaaaaa", "abcabcabcabc",
        "PasswordPassword", "123456789012", "987654321098", "abcdefghijklmnop", "Password1234", "1QAZ2wsx3edc"})
    EXPECT_FALSE(check_password("anna", weak).ok()) << weak;
  EXPECT_FALSE(check_password("anna", std::string(64, 'x') + std::string(65, 'y')).ok()) << "129 characters";
}

TEST(Password, NamesAreShortAndPlain) {
  for (const char* fine : {"a", "anna.b@example.org", "team_1-x"}) EXPECT_TRUE(check_user_name(fine).ok()) << fine;
  for (const char* bad : {"", "Anna", "a b", "ä", "a\n"}) EXPECT_FALSE(check_user_name(bad).ok()) << bad;
  EXPECT_FALSE(check_user_name(std::string(65, 'a')).ok());
}

TEST(Password, TheHashIsArgon2idWithTheStatedCostAndFitsOnlyItsPassword) {
  const auto hash = hash_password("correct horse battery");
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *hash;
  EXPECT_TRUE(password_fits(*hash, "correct horse battery"));
  EXPECT_FALSE(password_fits(*hash, "correct horse batterz"));
  EXPECT_FALSE(password_fits("not a hash", "x"));
  EXPECT_NE(*hash, *hash_password("correct horse battery")) << "salted";
  EXPECT_FALSE(password_fits(nobodys_password_hash(), ""));
}

}  // namespace
}  // namespace shrike::access
