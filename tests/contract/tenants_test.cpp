#include "shrike/store/tenants.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "samples.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/users.hpp"
#include "store_fixture.hpp"

namespace shrike::store {
namespace {

STORE_SUITE(Tenants);

Tenant tenant(const std::string& id) { return {id, "Name of " + id, false, 1'700'000'000'000'000}; }

User user_of(const std::string& tenant) {
  User user;
  user.name = "somebody-at-" + tenant;
  user.tenant = tenant;
  user.role = "viewer";
  user.password_hash = "$argon2id$";
  return user;
}

std::int64_t count_of(Database& database, const std::string& what) {
  const auto rows = database.query("SELECT COUNT(*) FROM " + what);
  return rows ? rows->front().integer(0) : -1;
}

TEST_P(Tenants, AreFoundAsTheyWereWritten) {
  EXPECT_EQ(load_tenants(db())->size(), 1U) << "the operator's own is there from the start";
  ASSERT_OK(insert_tenant(db(), tenant("acme")));
  EXPECT_ERROR(insert_tenant(db(), tenant("acme")), ErrorKind::conflict);
  auto found = find_tenant(db(), "acme");
  ASSERT_OK(found);
  EXPECT_EQ(found->name, "Name of acme");
  EXPECT_EQ(found->created_at_us, 1'700'000'000'000'000);
  found->suspended = true;
  found->brand_colour = "#aabbcc";
  ASSERT_OK(update_tenant(db(), *found));
  found = find_tenant(db(), "acme");
  EXPECT_TRUE(found->suspended);
  EXPECT_EQ(found->brand_colour, "#aabbcc");
  EXPECT_EQ(found->brand_logo, "");
  EXPECT_ERROR(find_tenant(db(), "globex"), ErrorKind::not_found);
  EXPECT_ERROR(update_tenant(db(), tenant("globex")), ErrorKind::not_found);
}

TEST_P(Tenants, ThoseThatKeysAndUsersNameAreTakenIn) {
  ASSERT_OK(insert_user(db(), user_of("globex")));
  ASSERT_OK(adopt_tenants(db(), 5));
  ASSERT_OK(adopt_tenants(db(), 6));
  const auto listed = list_tenants(db(), std::nullopt);
  ASSERT_OK(listed);
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ(listed->back().tenant.id, "globex");
  EXPECT_EQ(listed->back().tenant.created_at_us, 5);
  EXPECT_EQ(listed->back().figures.users, 1U);
  EXPECT_EQ(listed->front().figures.users, 0U);
  EXPECT_EQ(list_tenants(db(), "globex")->size(), 1U);
}

TEST_P(Tenants, AreBounded) {
  for (std::size_t i = 1; i < kTenantsMax; ++i) ASSERT_OK(insert_tenant(db(), tenant(fmt::format("t{}", i))));
  EXPECT_ERROR(insert_tenant(db(), tenant("one-more")), ErrorKind::conflict);
}

TEST(TenantId, HasOneForm) {
  for (const char* good : {"a", "acme-2", "0"}) EXPECT_TRUE(is_tenant_id(good)) << good;
  for (const std::string& bad : {std::string(), std::string("*"), std::string("Acme"), std::string("a b"),
                                 std::string(65, 'a'), std::string("ä")})
    EXPECT_FALSE(is_tenant_id(bad)) << bad;
}

/// A statement that forgets its tenant: what the second wall is for. SQLite has none, there the clause is all.
void expect_held(Database& database, Dialect dialect) {
  if (dialect == Dialect::sqlite) {
    EXPECT_TRUE(list_users(database, "nobody")->empty());
    EXPECT_ERROR(find_user(database, "globex", "somebody-at-acme"), ErrorKind::not_found);
    return;
  }
  EXPECT_EQ(count_of(database, "users"), 0) << "of nobody before it is said whose";
  ASSERT_OK(database.act_for("acme"));
  EXPECT_EQ(count_of(database, "users"), 1);
  EXPECT_EQ(count_of(database, "users WHERE tenant = 'globex'"), 0);
  EXPECT_EQ(count_of(database, "tenants"), 1);
  EXPECT_FALSE(insert_user(database, user_of("other")).ok()) << "nor can it write for another";
  const auto changed = database.query("UPDATE users SET role = 'admin' RETURNING tenant");
  ASSERT_OK(changed);
  ASSERT_EQ(changed->size(), 1U);
  EXPECT_EQ(changed->front().text(0), "acme");
  EXPECT_TRUE(database.query("DELETE FROM users WHERE tenant = 'globex' RETURNING name")->empty());
  ASSERT_OK(database.act_for("globex' OR true --"));
  EXPECT_EQ(count_of(database, "users"), 0);
  ASSERT_OK(database.act_for(kAllTenants));
  EXPECT_EQ(count_of(database, "users"), 2);
}

TEST_P(Tenants, AConnectionForPeopleSeesOneAtATime) {
  for (const char* name : {"acme", "globex"}) {
    ASSERT_OK(insert_tenant(db(), tenant(name)));
    ASSERT_OK(insert_user(db(), user_of(name)));
  }
  auto people = store_->open({.for_people = true});
  ASSERT_OK(people);
  expect_held(**people, GetParam());
}

TEST_P(Tenants, EveryTableWithATenantIsBehindTheSecondWall) {
  if (GetParam() == Dialect::sqlite) GTEST_SKIP() << "SQLite has no row-level security";
  const auto open = db().query(R"(
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND a.attname = 'tenant' AND c.relnamespace = current_schema()::regnamespace
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)))");
  ASSERT_OK(open);
  for (const Row& row : *open) ADD_FAILURE() << row.text(0) << ": call isolate_tenants in its migration";
}

/// The program as the owner of its tables, which is no superuser.
class OwnerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(store_.problem(), "");
    auto super = store_.open();
    ASSERT_OK(super);
    const std::string name = store_.url().substr(store_.url().rfind('/') + 1);
    (void)(*super)->script("CREATE ROLE plain_owner LOGIN");  // of the cluster: another test may have made it
    ASSERT_OK((*super)->script(
        fmt::format("ALTER DATABASE {} OWNER TO plain_owner; ALTER SCHEMA public OWNER TO plain_owner", name)));
    const std::size_t user = store_.url().find("://") + 3;
    url_ = store_.url();
    url_.replace(user, url_.find('@') - user, "plain_owner");
    auto opened = open_database(url_);
    ASSERT_OK(opened);
    owner_ = std::move(*opened);
    ASSERT_OK(migrate(*owner_));
  }
  TestStore store_{Dialect::postgres};
  std::string url_;
  std::unique_ptr<Database> owner_;
};

TEST_F(OwnerTest, IsHeldToThePoliciesLikeEverybody) {
  for (const char* name : {"acme", "globex"}) {
    ASSERT_OK(insert_tenant(*owner_, tenant(name)));
    ASSERT_OK(insert_user(*owner_, user_of(name)));
  }
  EXPECT_EQ(count_of(*owner_, "users"), 2) << "the program's own connections act for all";
  auto people = open_database(url_, {.for_people = true});
  ASSERT_OK(people);
  expect_held(**people, Dialect::postgres);
}

TEST_F(OwnerTest, TheArchiveWritesManyDecisionsAllTheSame) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 40; ++seq) {
    decisions.push_back(sample::shared(sample::payment(seq, seq % 2 == 0 ? "acme" : "globex")));
  }
  for (const std::size_t half : {0U, 20U}) {
    ArchiveBatch batch;
    batch.decisions = std::span(decisions).subspan(half, 20);
    batch.cursor = half + 20;
    ASSERT_OK(write_archive_batch(*owner_, batch));
  }
  EXPECT_EQ(count_of(*owner_, "decisions"), 40);
  auto people = open_database(url_, {.for_people = true});
  ASSERT_OK(people);
  ASSERT_OK((*people)->act_for("acme"));
  EXPECT_EQ(count_of(**people, "decisions"), 20);
  EXPECT_EQ(count_of(**people, "decision_rollups WHERE tenant = 'globex'"), 0);
  EXPECT_ERROR(find(**people, "globex", 1), ErrorKind::not_found);
  EXPECT_OK(find(**people, "acme", 2));
}

}  // namespace
}  // namespace shrike::store
