// A state saved in parts, with events in between, goes on exactly as the one that was never saved.
#include "shrike/engine/checkpoint.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "shrike/app/models.hpp"
#include "shrike/domain/decision_codec.hpp"
#include "shrike/sources/generator.hpp"
#include "support/events.hpp"
#include "support/temp_dir.hpp"

namespace shrike::engine {
namespace {

/// Simulated traffic with labels, blocklist changes and requests that come twice.
std::vector<domain::Event> traffic(std::size_t count) {
  sources::GeneratorSettings settings;
  settings.simulator.customers = 200;
  settings.simulator.terminals = 50;
  settings.label_delay_us = kDayUs;
  sources::EventStream stream(settings);
  std::vector<domain::Event> out;
  while (out.size() < count) {
    out.push_back(stream.next());
    if (out.size() % 37 == 0) out.push_back(out[out.size() / 2]);
    if (out.size() % 501 == 0)
      out.push_back(testing::block(domain::EntityKind::phone, "555-0100", out.size() % 2 == 0));
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].seq = i + 1;
  return out;
}

class CheckpointTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    events_ = new std::vector<domain::Event>(traffic(6'000));
    models_ = new ModelSet(*app::load_models("", ""));
  }
  static void TearDownTestSuite() {
    delete events_;
    delete models_;
  }
  static std::string judge(Core& core, const domain::Event& event) {
    std::string bytes;
    const auto decision = core.apply(event);
    if (decision) domain::append_judgement(bytes, *decision);
    return bytes;
  }
  /// Applies all events, saving a part after every `pace` events from event `begin` on; gives the checkpoint.
  CheckpointInfo save_while_running(Core& core, std::size_t begin, std::size_t pace) {
    auto writer = CheckpointWriter::create(*folder_);
    EXPECT_TRUE(writer.ok());
    std::optional<Snapshot> snapshot;
    std::optional<CheckpointInfo> info;
    for (std::size_t i = 0; i < events_->size(); ++i) {
      core.apply((*events_)[i]);
      if (i + 1 < begin || info || (i % pace != 0 && snapshot)) continue;
      if (!snapshot) snapshot = core.start_snapshot();
      if (const auto part = core.next_part(*snapshot)) {
        EXPECT_TRUE(writer->add(*part).ok());
      } else {
        EXPECT_TRUE(writer->finish(snapshot->from).ok());
        info = *writer->publish();
      }
    }
    EXPECT_TRUE(info.has_value()) << "the traffic ended before the snapshot did";
    return info.value_or(CheckpointInfo{});
  }
  static std::vector<domain::Event>* events_;
  static ModelSet* models_;
  const test::TempDir dir_;
  const std::unique_ptr<Folder> folder_ = open_folder(dir_.path());
  const SystemClock clock_;
};
std::vector<domain::Event>* CheckpointTest::events_ = nullptr;
ModelSet* CheckpointTest::models_ = nullptr;

TEST_F(CheckpointTest, GoesOnWithTheSameDecisionsToTheByte) {
  for (const std::size_t pace : {1U, 7U}) {
    EngineSettings settings;
    settings.remembered_ids_max = 1'500;  // so that ids are forgotten while the snapshot is taken
    Core live(settings, *models_, clock_);
    const auto info = save_while_running(live, 2'000, pace);
    ASSERT_GT(info.to, info.from) << "events came in between";
    Core whole(settings, *models_, clock_), restored(settings, *models_, clock_);
    ASSERT_TRUE(load_checkpoint(*folder_, info, restored).ok());
    std::size_t blocked = 0;
    for (const domain::Event& event : *events_) {
      const std::string expected = judge(whole, event);
      if (event.seq <= info.from) continue;
      // As after a restart: what the store has is applied quietly, which may go on past the checkpoint.
      if (event.seq <= info.to + 1'000) {
        restored.apply(event, Effort::state_only);
        continue;
      }
      ASSERT_EQ(judge(restored, event), expected) << "event " << event.seq << ", pace " << pace;
      blocked = whole.blocklist_size();
    }
    EXPECT_EQ(restored.entities(), whole.entities());
    EXPECT_EQ(restored.blocklist_size(), blocked);
    EXPECT_GT(blocked, 0U) << "the traffic must block somebody to show anything";
  }
}

TEST_F(CheckpointTest, QuietReplayLeavesTheSameStateAsLoudOne) {
  Core loud({}, *models_, clock_), quiet({}, *models_, clock_);
  for (const domain::Event& event : *events_) {
    loud.apply(event);
    quiet.apply(event, Effort::state_only);
  }
  Snapshot one = loud.start_snapshot(), other = quiet.start_snapshot();
  while (const auto part = loud.next_part(one)) {
    const auto same = quiet.next_part(other);
    ASSERT_TRUE(same.has_value());
    ASSERT_EQ(part->bytes.size(), same->bytes.size()) << "part " << static_cast<int>(part->kind) << ", " << part->index;
  }
}

TEST_F(CheckpointTest, OnlyWholeFilesAreListedNewestFirst) {
  Core core({}, *models_, clock_);
  const auto first = save_while_running(core, 1'000, 1);
  Core other({}, *models_, clock_);
  const auto second = save_while_running(other, 3'000, 1);
  std::ofstream(dir_.file("checkpoint-00000000000000009999")) << "SHRKCKP1 and then nothing";
  auto found = list_checkpoints(*folder_);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].to, second.to);
  EXPECT_EQ(found[1].from, first.from);
  delete_old_checkpoints(*folder_, 1);
  EXPECT_EQ(list_checkpoints(*folder_).size(), 1U);
}

TEST_F(CheckpointTest, AnyFlippedByteIsFound) {
  Core core({}, *models_, clock_);
  const auto info = save_while_running(core, 1'000, 1);
  std::string bytes;
  {
    std::ifstream file(dir_.file(info.name), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (std::size_t at = 3; at < bytes.size(); at += bytes.size() / 97) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    std::ofstream(dir_.file(info.name), std::ios::binary) << damaged;
    Core restored({}, *models_, clock_);
    EXPECT_FALSE(load_checkpoint(*folder_, info, restored).ok()) << "byte " << at;
  }
}

}  // namespace
}  // namespace shrike::engine
