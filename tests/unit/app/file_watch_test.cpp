#include "app/file_watch.hpp"

#include <gtest/gtest.h>

#include "support/temp_dir.hpp"

namespace shrike::app {
namespace {

class FileWatchTest : public ::testing::Test {
 protected:
  FileWatchTest() { EXPECT_TRUE(write_whole_file(*folder_, "ring", std::string(100, 'x')).ok()); }
  const test::TempDir dir_;
  const std::unique_ptr<Folder> folder_ = open_folder(dir_.path());
};

TEST_F(FileWatchTest, SaysNothingWhileTheFileIsWhereItWas) {
  FileWatch watch(*folder_, "ring");
  EXPECT_EQ(watch.check(), "");
  ASSERT_TRUE((*folder_->open("ring", OpenMode::existing))->resize(200).ok());
  EXPECT_EQ(watch.check(), "") << "a file may grow";
}

TEST_F(FileWatchTest, NamesWhatWasDoneToTheFile) {
  FileWatch cut(*folder_, "ring");
  ASSERT_TRUE((*folder_->open("ring", OpenMode::existing))->resize(50).ok());
  EXPECT_NE(cut.check().find("cut short"), std::string::npos);
  FileWatch replaced(*folder_, "ring");
  ASSERT_TRUE(write_whole_file(*folder_, "ring", std::string(100, 'y')).ok());
  EXPECT_NE(replaced.check().find("replaced"), std::string::npos);
  FileWatch removed(*folder_, "ring");
  ASSERT_TRUE(folder_->rename("ring", "elsewhere").ok());
  EXPECT_NE(removed.check().find("removed or renamed"), std::string::npos);
}

TEST_F(FileWatchTest, WatchesNothingWhereThereIsNoFile) {
  EXPECT_EQ(FileWatch(*folder_, "").check(), "");
  EXPECT_EQ(FileWatch(*folder_, "no such").check(), "");
}

}  // namespace
}  // namespace shrike::app
