#pragma once
// Checksums and hashes of bytes. None of them is for secrets.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shrike {

/// CRC32C (Castagnoli, RFC 3720 appendix B.4), by SSE4.2 where the processor has it. `seed` continues an earlier call.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);
/// The same by table; for processors without the instruction, and for the test that compares both.
std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t seed = 0);

/// XXH3 64 bit: fixed for all time, so it may be stored (feature hashing, body hashes).
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace shrike
