#pragma once
// The whole program, driven over HTTP as users do, on each store in turn.
#include <gtest/gtest.h>

#include "support/postgres_cluster.hpp"
#include "support/running_service.hpp"
#include "support/temp_dir.hpp"

namespace shrike::testing {

/// Takes "sqlite" or "postgres".
class ServiceTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string_view(GetParam()) == "postgres") database_ = test::PostgresCluster::shared().create_database();
  }
  void start(bool demo = false) { service_ = std::make_unique<RunningService>(dir_.file("data"), database_, demo); }
  void restart() {
    service_.reset();
    start();
  }
  /// Rows of a search, once there are `count` of them.
  nlohmann::json rows(const std::string& query, std::size_t count) {
    nlohmann::json found;
    service_->wait_for([&] {
      found = service_->get("/decisions?" + query).json()["data"];
      return found.size() >= count;
    });
    return found;
  }
  const test::TempDir dir_;
  std::string database_;
  std::unique_ptr<RunningService> service_;
};

}  // namespace shrike::testing
