// The file of people's keys holds anything at all, its checksum right or wrong: an error, or keys that work.
#include "memory_folder.hpp"
#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/eventlog/subject_keys.hpp"

namespace {

using namespace shrike;
using eventlog::SubjectKeys;

void use(SubjectKeys& keys, Folder& folder) {
  SHRIKE_ASSERT(keys.start_after(keys.clear_to()).ok());
  const eventlog::SubjectId theirs[] = {7}, others[] = {8};
  const auto gone = keys.lock(1, theirs);
  const auto kept = keys.lock(2, others);
  SHRIKE_ASSERT(keys.retire(7).ok() && keys.destroy(7).ok());
  const auto again = SubjectKeys::open(folder);
  SHRIKE_ASSERT(again.ok());
  const auto destroyed = (*again)->key_of(gone.first);
  const auto whole = (*again)->key_of(kept.first);
  SHRIKE_ASSERT(destroyed.ok() && !destroyed->has_value());
  SHRIKE_ASSERT(whole.ok() && *whole == kept.second);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 1U) != 0) {
    ByteWriter out(bytes);
    out.number(crc32c(bytes));
  }
  fuzz::MemoryFolder folder;
  folder.put(SubjectKeys::kFile, bytes);
  auto keys = SubjectKeys::open(folder);
  if (keys) use(**keys, folder);
  return 0;
}
