#include "shrike/training/model_registry.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "shrike/base/embedded_file.hpp"
#include "shrike/training/retraining.hpp"
#include "support/temp_dir.hpp"

namespace shrike::training {
namespace {

std::string shipped_bytes() {
  for (const EmbeddedFile& file : embedded::models()) {
    if (engine::read_model_file(file.bytes)->header.id == "transaction-gbt") return std::string(file.bytes);
  }
  return {};
}

class ModelRegistryTest : public ::testing::Test {
 protected:
  std::unique_ptr<ModelRegistry> open() {
    auto opened = ModelRegistry::open(open_folder(dir_.path().string()));
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  const test::TempDir dir_;
  const std::string bytes_ = shipped_bytes();
  const std::uint32_t version_ = engine::read_model_file(bytes_)->header.version;
};

TEST_F(ModelRegistryTest, VersionsGoUpAndSurviveARestart) {
  {
    const auto registry = open();
    ASSERT_TRUE(registry->keep(bytes_).ok());
    ASSERT_TRUE(registry->keep(bytes_).ok()) << "keeping twice changes nothing";
    auto added = registry->add(*engine::read_model_file(bytes_));
    ASSERT_TRUE(added.ok());
    EXPECT_EQ(engine::header_of(*added).version, version_ + 1);
  }
  const auto registry = open();
  EXPECT_EQ(registry->library().all().size(), 2U);
  EXPECT_TRUE(registry->damaged().empty());
  EXPECT_TRUE(registry->library().find({"transaction-gbt", version_ + 1}).has_value());
}

TEST_F(ModelRegistryTest, ADamagedFileIsLeftOutAndTold) {
  const std::string name = "transaction-gbt-" + std::to_string(version_ + 1) + ".model";
  {
    const auto registry = open();
    ASSERT_TRUE(registry->keep(bytes_).ok());
    ASSERT_TRUE(registry->add(*engine::read_model_file(bytes_)).ok());
    std::fstream file(dir_.file(name), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(5'000);
    file.write("damage", 6);
  }
  const auto registry = open();
  EXPECT_NE(registry->damaged().find(name), std::string::npos);
  EXPECT_TRUE(registry->library().find({"transaction-gbt", version_}).has_value());
  EXPECT_FALSE(registry->library().find({"transaction-gbt", version_ + 1}).has_value());
}

TEST_F(ModelRegistryTest, AFileUnderAnotherNameIsNotTaken) {
  std::ofstream(dir_.file("transaction-gbt-77.model"), std::ios::binary) << bytes_;
  std::ofstream(dir_.file("notes.txt")) << "no model";
  const auto registry = open();
  EXPECT_NE(registry->damaged().find("transaction-gbt-77.model"), std::string::npos);
  EXPECT_EQ(registry->damaged().find("notes.txt"), std::string::npos);
  EXPECT_TRUE(registry->library().all().empty());
}

TEST_F(ModelRegistryTest, WhatIsNoModelIsRefused) {
  const auto registry = open();
  EXPECT_EQ(registry->keep("no model").error().kind, ErrorKind::corrupt);
  auto file = *engine::read_model_file(bytes_);
  file.header.id = "../elsewhere";
  EXPECT_EQ(registry->keep(engine::write_model_file(file)).error().kind, ErrorKind::invalid);
}

TEST_F(ModelRegistryTest, ATenantHasRoomForSoManyVersionsAndTheOperatorForMore) {
  engine::ModelFile theirs = *engine::read_model_file(bytes_);
  describe(theirs, {{"tenant", "ada"}});
  for (std::size_t i = 1; i <= ModelRegistry::kTenantVersionsMax; ++i) {
    theirs.header.version = static_cast<std::uint32_t>(i);
    std::ofstream file(dir_.file("transaction-gbt-" + std::to_string(i) + ".model"), std::ios::binary);
    file << engine::write_model_file(theirs);
  }
  const auto registry = open();
  ASSERT_TRUE(registry->damaged().empty()) << registry->damaged();
  EXPECT_EQ(registry->room_for("ada").error().kind, ErrorKind::unavailable);
  EXPECT_EQ(registry->add(theirs).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(registry->library().all().size(), ModelRegistry::kTenantVersionsMax);
  EXPECT_TRUE(registry->room_for("bob").ok());
  EXPECT_TRUE(registry->room_for(domain::kOperatorTenant).ok());
  const auto added = registry->add(*engine::read_model_file(bytes_));
  ASSERT_TRUE(added.ok());
  EXPECT_EQ(engine::header_of(*added).version, ModelRegistry::kTenantVersionsMax + 1) << "numbers are shared";
}

TEST(Summary, LosesAMemberOrStaysAsItIs) {
  EXPECT_EQ(without(R"({"a":1,"b":{"a":2}})", "a"), R"({"b":{"a":2}})");
  EXPECT_EQ(without(R"({"b":1})", "a"), R"({"b":1})");
  EXPECT_EQ(without("[]", "a"), "[]");
}

}  // namespace
}  // namespace shrike::training
