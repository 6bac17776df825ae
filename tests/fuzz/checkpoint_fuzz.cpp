// Checkpoint files: an error, or an engine that decides and whose own checkpoint loads again. The first byte chooses:
// the file as it is, or parts that get every checksum, to reach what stands behind the checks.
#include "memory_folder.hpp"
#include "shrike/base/byte_codec.hpp"
#include "shrike/engine/checkpoint.hpp"
#include "support/events.hpp"

namespace {

using namespace shrike;
using engine::CheckpointInfo;
using engine::StatePart;

engine::EngineSettings small_settings() {
  engine::EngineSettings settings;
  settings.remembered_ids_max = 20;
  return settings;
}
const ManualClock kClock;
const engine::EngineSettings kSettings = small_settings();

/// Each part: kind and shard (1 byte each), as of (2 bytes), content (text).
CheckpointInfo write_parts(fuzz::MemoryFolder& folder, ByteReader in) {
  auto writer = std::move(*engine::CheckpointWriter::create(folder));
  while (!in.at_end()) {
    StatePart part;
    part.kind = static_cast<StatePart::Kind>(in.number<std::uint8_t>());
    part.index = in.number<std::uint8_t>();
    part.as_of = in.number<std::uint16_t>();
    part.bytes = in.text();
    SHRIKE_ASSERT(writer.add(part).ok());
  }
  SHRIKE_ASSERT(writer.finish(0).ok());
  return std::move(*writer.publish());
}

CheckpointInfo write_core(fuzz::MemoryFolder& folder, const engine::Core& core) {
  auto writer = std::move(*engine::CheckpointWriter::create(folder));
  auto snapshot = core.start_snapshot();
  while (const auto part = core.next_part(snapshot)) SHRIKE_ASSERT(writer.add(*part).ok());
  SHRIKE_ASSERT(writer.finish(snapshot.from).ok());
  return std::move(*writer.publish());
}

/// Events of entities that the seeds know, at and long after the time of the seeds.
void decide(engine::Core& core) {
  domain::Seq seq = 100;
  for (const TimeUs later_us : {TimeUs{0}, kHourUs, 400 * kDayUs}) {
    for (domain::Event event : testing::one_of_each_kind()) {
      event.seq = ++seq;
      event.time_us += later_us;
      const bool decided = core.apply(event) != nullptr;
      SHRIKE_ASSERT(decided == (event.kind() <= domain::EventKind::message));
    }
  }
}

void use(engine::Core& core) {
  decide(core);
  fuzz::MemoryFolder folder;
  const auto info = write_core(folder, core);
  engine::Core again(kSettings, {}, kClock);
  SHRIKE_ASSERT(engine::load_checkpoint(folder, info, again).ok());
  SHRIKE_ASSERT(again.entities() == core.entities() && again.blocklist_size() == core.blocklist_size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  fuzz::MemoryFolder folder;
  data[0] % 2 == 0 ? folder.put("checkpoint-1", bytes) : void(write_parts(folder, ByteReader(bytes)));
  for (const auto& info : engine::list_checkpoints(folder)) {
    engine::Core core(kSettings, {}, kClock);
    const auto loaded = engine::load_checkpoint(folder, info, core);
    if (loaded) use(core);
    SHRIKE_ASSERT(loaded || loaded.error().kind == ErrorKind::corrupt);
  }
  return 0;
}
