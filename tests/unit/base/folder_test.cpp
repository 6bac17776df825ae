// One suite for the real disk and for the one that tests use in its place.
#include "shrike/base/folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "support/fake_disk.hpp"
#include "support/temp_dir.hpp"

namespace shrike {
namespace {

class FolderTest : public ::testing::TestWithParam<bool> {
 protected:
  const test::TempDir dir_;
  test::FakeDisk disk_{1};
  const std::unique_ptr<Folder> folder_ = GetParam() ? open_folder(dir_.path()) : disk_.folder();
};
INSTANTIATE_TEST_SUITE_P(Disks, FolderTest, ::testing::Bool(),
                         [](const auto& one) { return one.param ? "Real" : "Fake"; });

TEST_P(FolderTest, ReadsWhatWasWrittenAndNothingPastTheEnd) {
  auto file = *folder_->open("a", OpenMode::create);
  ASSERT_TRUE(file->write_at("hello", 3).ok());
  ASSERT_TRUE(file->sync().ok());
  EXPECT_EQ(*file->size(), 8U);
  char bytes[5];
  ASSERT_TRUE(file->read_at(bytes, 3).ok());
  EXPECT_EQ(std::string(bytes, 5), "hello");
  EXPECT_FALSE(file->read_at(bytes, 4).ok());
}

TEST_P(FolderTest, OpensAsAsked) {
  EXPECT_EQ(folder_->open("a", OpenMode::existing).error().kind, ErrorKind::not_found);
  ASSERT_TRUE((*folder_->open("a", OpenMode::create))->write_at("text", 0).ok());
  EXPECT_EQ(*(*folder_->open("a", OpenMode::existing))->size(), 4U);
  EXPECT_EQ(*(*folder_->open("a", OpenMode::replace))->size(), 0U);
}

TEST_P(FolderTest, RenamesAndRemoves) {
  ASSERT_TRUE(folder_->open("a", OpenMode::create).ok());
  ASSERT_TRUE(folder_->rename("a", "b").ok());
  EXPECT_EQ(*folder_->names(), std::vector<std::string>{"b"});
  EXPECT_FALSE(folder_->rename("a", "c").ok());
  EXPECT_TRUE(folder_->remove("b").ok());
  EXPECT_TRUE(folder_->remove("b").ok()) << "a name that is not there is no error";
  EXPECT_TRUE(folder_->names()->empty());
}

TEST_P(FolderTest, AScratchFileHasNoNameAndStartsAnew) {
  auto file = *folder_->scratch();
  ASSERT_TRUE(file->write_at("aside", 0).ok());
  EXPECT_TRUE(folder_->names()->empty());
  ASSERT_TRUE(file->resize(0).ok());
  EXPECT_EQ(*file->size(), 0U);
}

TEST_P(FolderTest, AWholeFileIsReplacedAtOnce) {
  EXPECT_EQ(read_whole_file(*folder_, "key").error().kind, ErrorKind::not_found);
  ASSERT_TRUE(write_whole_file(*folder_, "key", "first").ok());
  ASSERT_TRUE(write_whole_file(*folder_, "key", "second").ok());
  EXPECT_EQ(*read_whole_file(*folder_, "key"), "second");
  EXPECT_EQ(folder_->names()->size(), 1U);
}

TEST(PosixFolder, FilesAreForTheirOwnerOnlyAndALockHoldsOthersOff) {
  const test::TempDir dir;
  const auto folder = open_folder(dir.path());
  auto file = folder->open("ring", OpenMode::locked);
  ASSERT_TRUE(file.ok());
  struct stat info {};
  ASSERT_EQ(::stat(dir.file("ring").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(folder->open("ring", OpenMode::locked).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(open_folder("/nonexistent")->open("a", OpenMode::create).error().kind, ErrorKind::io);
}

/// Whatever instant the power goes at, a file that is written whole holds the old text or the new one.
TEST(FakeDisk, AWholeFileSurvivesEveryPowerCut) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (std::uint64_t operation = 1; operation < 8; ++operation) {
      test::FakeDisk disk(seed);
      const auto folder = disk.folder();
      ASSERT_TRUE(write_whole_file(*folder, "key", std::string(2'000, 'a')).ok());
      disk.lose_power_after(operation);
      const auto done = write_whole_file(*folder, "key", std::string(2'000, 'b'));
      disk.power_cycle();
      const std::string text = *read_whole_file(*folder, "key");
      EXPECT_TRUE(text == std::string(2'000, 'b') || (!done && text == std::string(2'000, 'a')))
          << "seed " << seed << ", operation " << operation;
    }
  }
}

TEST(FakeDisk, WithoutASyncNothingIsPromised) {
  std::size_t lost = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    test::FakeDisk disk(seed);
    const auto folder = disk.folder();
    auto file = *folder->open("a", OpenMode::create);
    ASSERT_TRUE(folder->sync_names().ok());
    ASSERT_TRUE(file->write_at(std::string(4'096, 'x'), 0).ok());
    disk.power_cycle();
    const std::string text = *read_whole_file(*folder, "a");
    lost += static_cast<std::size_t>(text.size() != 4'096 || std::ranges::count(text, 'x') != 4'096);
  }
  EXPECT_GT(lost, 10U);
  EXPECT_LT(lost, 50U);
}

}  // namespace
}  // namespace shrike
