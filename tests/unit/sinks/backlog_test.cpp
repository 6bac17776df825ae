#include "shrike/sinks/backlog.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "support/events.hpp"
#include "support/temp_dir.hpp"

namespace shrike::sinks {
namespace {

domain::DecisionBatchPtr step(domain::Seq seq) {
  auto decision = std::make_shared<domain::Decision>();
  decision->event = testing::payment("t-" + std::to_string(seq), 100);
  decision->event.seq = seq;
  auto batch = std::make_shared<domain::DecisionBatch>();
  batch->decisions = {decision};
  batch->first_seq = batch->last_seq = seq;
  return batch;
}

std::vector<domain::Seq> drain(Backlog& backlog) {
  std::vector<domain::Seq> out;
  for (auto next = backlog.pop(0); next && *next != nullptr; next = backlog.pop(0)) out.push_back((*next)->last_seq);
  return out;
}

TEST(Backlog, KeepsTheOrderAcrossMemoryAndDisk) {
  const test::TempDir dir;
  const auto folder = open_folder(dir.path());
  Backlog backlog(2, folder.get());
  for (domain::Seq seq = 1; seq <= 6; ++seq) backlog.push(step(seq));
  EXPECT_EQ(backlog.depth(), 6U);
  EXPECT_GT(backlog.spilled_bytes(), 0U);
  EXPECT_EQ((*backlog.pop(0))->last_seq, 1U);
  backlog.push(step(7));  // behind what lies on disk, although memory has room again
  EXPECT_EQ(drain(backlog), (std::vector<domain::Seq>{2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(backlog.spilled_bytes(), 0U);
  backlog.push(step(8));
  EXPECT_EQ(backlog.spilled_bytes(), 0U) << "memory again";
  EXPECT_EQ(drain(backlog), std::vector<domain::Seq>{8});
}

TEST(Backlog, LeavesNoFileBehind) {
  const test::TempDir dir;
  const auto folder = open_folder(dir.path());
  {
    Backlog backlog(1, folder.get());
    for (domain::Seq seq = 1; seq <= 3; ++seq) backlog.push(step(seq));
    EXPECT_GT(backlog.spilled_bytes(), 0U);
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.file("")));
}

TEST(Backlog, WithoutADiskItWaitsForRoom) {
  const auto nowhere = open_folder("/nonexistent");
  Backlog backlog(1, nowhere.get());
  backlog.push(step(1));
  std::jthread engine([&] { backlog.push(step(2)); });
  std::vector<domain::Seq> seen;
  while (seen.size() < 2) {
    const auto next = backlog.pop(kSecondUs);
    if (next && *next != nullptr) seen.push_back((*next)->last_seq);
  }
  EXPECT_EQ(seen, (std::vector<domain::Seq>{1, 2}));
}

}  // namespace
}  // namespace shrike::sinks
