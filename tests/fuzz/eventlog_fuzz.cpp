// Opening an event log whose file holds anything at all: an error or a log, and then a log that works.
#include "ring_image.hpp"

namespace {

using namespace shrike;

std::string read_last(eventlog::EventLog& log, domain::Seq from) {
  auto reader = log.reader(from);
  std::vector<eventlog::RecordView> batch;
  std::string last;
  while (true) {
    const auto count = reader.next(batch, 100, 0);
    if (!count || *count == 0) return last;
    last = batch.back().payload;
  }
}

/// Every record can be read or is told to be damaged; a new one comes back, also after the next start.
void use(const std::shared_ptr<testing::MemoryDisk>& disk, std::unique_ptr<eventlog::EventLog> log) {
  read_last(*log, 1);
  (void)log->fill();
  const eventlog::SubjectId who[] = {7};
  const eventlog::NewRecord record[] = {{domain::EventKind::message, 0, "after the damage", who}};
  const auto seq = log->append(record);
  if (!seq) return;
  SHRIKE_ASSERT(log->head_seq() == *seq && log->commit_once().ok());
  SHRIKE_ASSERT(read_last(*log, *seq) == "after the damage");
  log.reset();
  auto again = fuzz::open_log(disk);
  SHRIKE_ASSERT(again.ok() && (*again)->head_seq() == *seq);
  SHRIKE_ASSERT(read_last(**again, *seq) == "after the damage");
}

/// Images to start from: just made, a few records, gone round.
const std::string& base_image(unsigned choice) {
  static const std::string kImages[] = {fuzz::sound_image(0, 0), fuzz::sound_image(5, 20), fuzz::sound_image(90, 1'000),
                                        std::string()};
  return kImages[choice % std::size(kImages)];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteReader in({reinterpret_cast<const char*>(data), size});
  const auto choice = in.number<std::uint8_t>();
  const auto disk = std::make_shared<testing::MemoryDisk>();
  disk->bytes = base_image(choice);
  fuzz::patch(disk->bytes, in);
  if ((choice & 0x80U) != 0) fuzz::sign_everything(disk->bytes);
  auto log = fuzz::open_log(disk);
  if (log) use(disk, std::move(*log));
  return 0;
}
