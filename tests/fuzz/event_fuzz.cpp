// Event bytes as they lie in the log and in the store: what can be read is written back to the same bytes.
#include <cstddef>

#include "shrike/domain/event_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto event = shrike::domain::decode_event(bytes);
  if (!event) {
    SHRIKE_ASSERT(event.error().kind == shrike::ErrorKind::corrupt);
    return 0;
  }
  SHRIKE_ASSERT(shrike::domain::encode_event(*event) == bytes);
  const auto again = shrike::domain::decode_event(bytes);
  SHRIKE_ASSERT(shrike::domain::content_hash(*event) == shrike::domain::content_hash(*again));
  return 0;
}
