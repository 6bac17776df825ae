#include "shrike/eventlog/subject_keys.hpp"

#include <gtest/gtest.h>

#include "support/fake_disk.hpp"

namespace shrike::eventlog {
namespace {

using domain::EntityKind;

class SubjectKeysTest : public ::testing::Test {
 protected:
  std::unique_ptr<SubjectKeys> open(domain::Seq head = 0) {
    auto keys = SubjectKeys::open(*folder_);
    EXPECT_TRUE(keys.ok()) << (keys.ok() ? "" : keys.error().message);
    if (!keys.ok()) return nullptr;
    EXPECT_TRUE((*keys)->start_after(head).ok());
    return std::move(*keys);
  }
  std::string file() { return *read_whole_file(*folder_, SubjectKeys::kFile); }

  test::FakeDisk disk_{1};
  std::unique_ptr<Folder> folder_ = disk_.folder();
};

/// What a record that was sealed with the lock can be opened with; nullopt where that is destroyed.
std::optional<SubjectKeys::RecordKey> key(const SubjectKeys& keys, const SubjectKeys::Lock& lock) {
  const auto found = keys.key_of(lock);
  EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
  return found.ok() ? *found : std::nullopt;
}

TEST_F(SubjectKeysTest, TellsPeopleApart) {
  const auto keys = open();
  const auto id = keys->subject("default", EntityKind::card, "c");
  EXPECT_EQ(keys->subject("default", EntityKind::card, "c"), id);
  EXPECT_NE(keys->subject("acme", EntityKind::card, "c"), id);
  EXPECT_NE(keys->subject("default", EntityKind::device, "c"), id);
  EXPECT_NE(keys->subject("default", EntityKind::card, "d"), id);
  EXPECT_EQ(open()->subject("default", EntityKind::card, "c"), id) << "after a restart";
}

TEST_F(SubjectKeysTest, ARecordNeedsTheKeysOfAllWhomItIsAbout) {
  const auto keys = open();
  const SubjectId both[] = {1, 2}, second[] = {2}, third[] = {3};
  const auto [of_both, key_of_both] = keys->lock(1, both);
  const auto [of_second, key_of_second] = keys->lock(2, second);
  const auto [of_third, key_of_third] = keys->lock(3, third);
  EXPECT_NE(key_of_both, key_of_second);
  EXPECT_EQ(key(*keys, of_both), key_of_both);
  ASSERT_TRUE(keys->retire(1).ok() && keys->destroy(1).ok());
  EXPECT_EQ(key(*keys, of_both), std::nullopt);
  EXPECT_EQ(key(*keys, of_second), key_of_second);
  const auto again = open();
  EXPECT_EQ(key(*again, of_both), std::nullopt);
  EXPECT_EQ(key(*again, of_second), key_of_second);
  EXPECT_EQ(key(*again, of_third), key_of_third);
}

TEST_F(SubjectKeysTest, TheSameNumberOfAnotherProcessHasAnotherKey) {
  const SubjectId who[] = {1};
  const auto first = open()->lock(7, who);
  const auto second = open()->lock(7, who);
  EXPECT_NE(first.second, second.second);
  EXPECT_EQ(key(*open(), first.first), first.second);
}

TEST_F(SubjectKeysTest, WhatComesAfterTheErasureIsNewData) {
  auto keys = open();
  const SubjectId who[] = {1};
  const auto before = keys->lock(1, who);
  ASSERT_TRUE(keys->retire(1).ok());
  const auto meanwhile = keys->lock(2, who);
  EXPECT_EQ(key(*keys, before.first), before.second) << "retired, and not destroyed yet";
  keys = open();  // the erasure was cut short, and is repeated
  ASSERT_TRUE(keys->retire(1).ok());
  const auto later = keys->lock(3, who);
  ASSERT_TRUE(keys->destroy(1).ok());
  for (const auto* sealed : {&before, &meanwhile}) EXPECT_EQ(key(*keys, sealed->first), std::nullopt);
  EXPECT_EQ(key(*keys, later.first), later.second);
  EXPECT_EQ(key(*open(), later.first), later.second);
}

TEST_F(SubjectKeysTest, EpochsGoWithTheRing) {
  auto keys = open();
  const SubjectId who[] = {1};
  const auto first = keys->lock(10, who);
  ASSERT_TRUE(keys->turn(1).ok());
  EXPECT_EQ(keys->epochs(), 2U);
  const auto second = keys->lock(11, who);
  EXPECT_NE(second.first.epoch, first.first.epoch);
  ASSERT_TRUE(keys->turn(10).ok());
  EXPECT_EQ(keys->epochs(), 2U) << "event 10 is in the log, and lies under the first";
  EXPECT_EQ(key(*keys, first.first), first.second);
  keys = open(11);
  ASSERT_TRUE(keys->turn(11).ok());
  EXPECT_EQ(key(*keys, first.first), std::nullopt) << "destroyed with its epoch, not unknown";
  SubjectKeys::Lock unknown = first.first;
  unknown.seq = 12;
  EXPECT_FALSE(keys->key_of(unknown).ok()) << "after all epochs that were let go";
  EXPECT_EQ(key(*keys, second.first), second.second);
  EXPECT_EQ(keys->epochs(), 2U);
  const std::string before = file();
  ASSERT_TRUE(keys->turn(11).ok());
  EXPECT_EQ(file(), before) << "nothing to do";
}

TEST_F(SubjectKeysTest, AnErasureReachesBothEpochs) {
  const auto keys = open();
  const SubjectId who[] = {1};
  const auto first = keys->lock(10, who);
  ASSERT_TRUE(keys->turn(1).ok());
  const auto second = keys->lock(11, who);
  ASSERT_TRUE(keys->retire(1).ok() && keys->destroy(1).ok());
  EXPECT_EQ(key(*keys, first.first), std::nullopt);
  EXPECT_EQ(key(*keys, second.first), std::nullopt);
}

TEST_F(SubjectKeysTest, AnEpochThatBeginsDuringAnErasureKeepsNewData) {
  const auto keys = open();
  const SubjectId who[] = {1};
  const auto old = keys->lock(10, who);
  ASSERT_TRUE(keys->retire(1).ok());
  const auto meanwhile = keys->lock(11, who);
  ASSERT_TRUE(keys->turn(1).ok());
  ASSERT_EQ(keys->epochs(), 2U);
  const auto later = keys->lock(12, who);
  ASSERT_TRUE(keys->destroy(1).ok());
  EXPECT_EQ(key(*keys, old.first), std::nullopt);
  EXPECT_EQ(key(*keys, meanwhile.first), meanwhile.second);
  EXPECT_EQ(key(*keys, later.first), later.second);
}

TEST_F(SubjectKeysTest, OtherKeysAreKnownAsSuch) {
  const SubjectId who[] = {1};
  const auto lock = open()->lock(1, who).first;
  ASSERT_TRUE(folder_->remove(SubjectKeys::kFile).ok());
  const auto found = open()->key_of(lock);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::corrupt);
}

TEST_F(SubjectKeysTest, ADamagedFileIsRefused) {
  { (void)open(); }
  const std::string sound = file();
  for (std::size_t at = 0; at < sound.size(); ++at) {
    std::string bytes = sound;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    ASSERT_TRUE(write_whole_file(*folder_, SubjectKeys::kFile, bytes).ok());
    const auto keys = SubjectKeys::open(*folder_);
    ASSERT_FALSE(keys.ok()) << at;
    EXPECT_EQ(keys.error().kind, ErrorKind::corrupt);
  }
}

TEST_F(SubjectKeysTest, AReplacementThatWasCutShortIsFinished) {
  { (void)open(); }
  const std::string former = file();
  std::string fresh;
  {
    const auto keys = open();
    ASSERT_TRUE(keys->retire(1).ok() && keys->destroy(1).ok());
    fresh = file();
  }
  // As a crash between the two renamings leaves it.
  ASSERT_TRUE(folder_->remove(SubjectKeys::kFile).ok());
  ASSERT_TRUE(write_whole_file(*folder_, "subjects.key.former", former).ok());
  ASSERT_TRUE(write_whole_file(*folder_, "subjects.key.unfinished", fresh).ok());
  (void)open();
  EXPECT_EQ(file(), fresh);
  const auto names = folder_->names();
  EXPECT_EQ(std::ranges::count_if(*names, [](const auto& name) { return name.starts_with("subjects.key"); }), 1);
}

/// The power goes at each step of an erasure's end: afterwards the key is there or not, and all others are.
TEST_F(SubjectKeysTest, APowerCutLosesNoOtherKey) {
  bool finished = false;
  for (std::uint64_t step = 1; !finished; ++step) {
    test::FakeDisk disk(step);
    const auto folder = disk.folder();
    auto keys = std::move(*SubjectKeys::open(*folder));
    ASSERT_TRUE(keys->start_after(0).ok());
    const SubjectId theirs[] = {1}, others[] = {2};
    const auto gone = keys->lock(1, theirs);
    const auto kept = keys->lock(2, others);
    ASSERT_TRUE(keys->retire(1).ok());
    disk.lose_power_after(step);
    finished = keys->destroy(1).ok();
    disk.power_cycle();
    const auto again = disk.folder();
    const auto after = SubjectKeys::open(*again);
    ASSERT_TRUE(after.ok()) << step << ": " << after.error().message;
    EXPECT_EQ(key(**after, kept.first), kept.second) << step;
    EXPECT_TRUE(!finished || key(**after, gone.first) == std::nullopt) << step;
    ASSERT_TRUE((*after)->start_after(2).ok());
    ASSERT_TRUE((*after)->retire(1).ok() && (*after)->destroy(1).ok());
    EXPECT_EQ(key(**after, gone.first), std::nullopt) << step;
    EXPECT_EQ(key(**after, kept.first), kept.second) << step;
  }
}

TEST_F(SubjectKeysTest, NothingIsSealedUnderAnEpochThatIsNotOnTheDisk) {
  const auto keys = open();
  const SubjectId who[] = {1};
  (void)keys->lock(1, who);
  disk_.fail_sync_after(1);
  ASSERT_FALSE(keys->turn(1).ok());
  const auto sealed = keys->lock(2, who);
  EXPECT_EQ(key(*open(2), sealed.first), sealed.second);
}

}  // namespace
}  // namespace shrike::eventlog
