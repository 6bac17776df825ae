#include "store_fixture.hpp"

namespace shrike::store {

TestStore::TestStore(Dialect dialect) {
  if (dialect == Dialect::sqlite) {
    dir_.emplace();
    url_ = "sqlite://" + dir_->file("test.db");
    return;
  }
  auto& cluster = test::PostgresCluster::shared();
  if (cluster.problem().empty()) url_ = cluster.create_database();
  problem_ = cluster.problem();
}

void StoreContract::SetUp() {
  store_ = std::make_unique<TestStore>(GetParam());
  ASSERT_EQ(store_->problem(), "");
  auto opened = store_->open();
  ASSERT_OK(opened);
  database_ = std::move(*opened);
  ASSERT_OK(migrate(*database_));
}

}  // namespace shrike::store
