#include "shrike/store/users.hpp"

#include <gtest/gtest.h>

#include "shrike/store/api_keys.hpp"
#include "store_fixture.hpp"

namespace shrike::store {
namespace {

STORE_SUITE(Users);

User anna() {
  User user;
  user.name = "anna";
  user.tenant = "acme";
  user.role = "analyst";
  user.password_hash = "$argon2id$…";
  user.created_at_us = user.password_at_us = 1'700'000'000'123'456;
  return user;
}

TEST_P(Users, AreFoundAsTheyWereWrittenByTheirTenantOnly) {
  ASSERT_OK(insert_user(db(), anna()));
  EXPECT_ERROR(insert_user(db(), anna()), ErrorKind::conflict);
  auto found = find_user(db(), "acme", "anna");
  ASSERT_OK(found);
  EXPECT_EQ(found->password_hash, anna().password_hash);
  EXPECT_EQ(found->password_at_us, anna().password_at_us);
  EXPECT_FALSE(found->totp_on || found->disabled);
  EXPECT_EQ(found->totp_secret, "");
  EXPECT_ERROR(find_user(db(), "globex", "anna"), ErrorKind::not_found);
  EXPECT_TRUE(list_users(db(), "globex")->empty());
  EXPECT_EQ(load_users(db())->size(), 1U);
  found->totp_secret = "ABC";
  found->totp_on = found->disabled = true;
  found->role = "viewer";
  ASSERT_OK(update_user(db(), *found));
  const auto changed = list_users(db(), "acme");
  ASSERT_EQ(changed->size(), 1U);
  EXPECT_TRUE(changed->front().totp_on && changed->front().disabled);
  EXPECT_EQ(changed->front().role, "viewer");
  found->tenant = "globex";
  EXPECT_ERROR(update_user(db(), *found), ErrorKind::not_found);
}

TEST_P(Users, ATotpSecretIsReplacedOnlyWhereItIsStillTheSame) {
  User user = anna();
  user.totp_secret = "ABC";
  ASSERT_OK(insert_user(db(), user));
  ASSERT_OK(replace_totp_secret(db(), user, "sealed"));
  EXPECT_EQ(find_user(db(), "acme", "anna")->totp_secret, "sealed");
  ASSERT_OK(replace_totp_secret(db(), user, "sealed once more"));
  EXPECT_EQ(find_user(db(), "acme", "anna")->totp_secret, "sealed") << "it is not the one that was read";
  ASSERT_OK(destroy_replaced_secrets(db()));
}

TEST_P(Users, AUsedStepNeverGoesBack) {
  ASSERT_OK(insert_user(db(), anna()));
  for (const std::int64_t step : {5, 9, 7}) ASSERT_OK(use_totp_step(db(), "anna", step));
  EXPECT_EQ(find_user(db(), "acme", "anna")->totp_step, 9);
}

TEST_P(Users, AKeyExpiresAtTheEarlierOfTwoTimesAndRevokedOnesAreNotLoaded) {
  ApiKey key{"key_1", "shk_", "hash", "viewer", "acme", "", kSecondUs, 0, 0};
  ASSERT_OK(insert_api_key(db(), key));
  for (const TimeUs at_us : {9 * kSecondUs, 5 * kSecondUs, 7 * kSecondUs})
    ASSERT_OK(expire_api_key(db(), "acme", "key_1", at_us));
  EXPECT_EQ(find_api_key(db(), "acme", "key_1")->expires_at_us, 5 * kSecondUs);
  EXPECT_ERROR(find_api_key(db(), "globex", "key_1"), ErrorKind::not_found);
  EXPECT_ERROR(expire_api_key(db(), "globex", "key_1", 1), ErrorKind::not_found);
  EXPECT_EQ(load_api_keys(db())->size(), 1U);
  ASSERT_OK(revoke_api_key(db(), "acme", "key_1", kSecondUs));
  EXPECT_TRUE(load_api_keys(db())->empty());
}

}  // namespace
}  // namespace shrike::store
