#pragma once
// Random numbers: seeded ones for simulation and tests, the system's for secrets.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shrike {

/// xoshiro256** (D. Blackman, S. Vigna 2018), seeded by splitmix64. The same seed gives the same numbers on every
/// machine. Not thread-safe.
class Random {
 public:
  explicit Random(std::uint64_t seed);
  std::uint64_t next();
  /// Uniform in [0, 1).
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound);
  /// Normal by Box and Muller (1958).
  double normal(double mean, double deviation);
  /// Poisson by Knuth's product method; meant for mean below 30.
  unsigned poisson(double mean);

 private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

/// `bytes` random bytes from the operating system, as lower-case hexadecimal.
std::string random_token(std::size_t bytes);

/// Equal without telling by its run time where the first difference is.
bool equal_constant_time(std::string_view a, std::string_view b);

/// SHA-256 as lower-case hexadecimal: for stored API keys, which are random and long, so no slow hash is needed.
std::string sha256_hex(std::string_view bytes);

/// Keyed hash (BLAKE2b-128) as lower-case hexadecimal: card tokens. `key` must be 16 to 64 bytes.
std::string keyed_hash_hex(std::string_view key, std::string_view bytes);

}  // namespace shrike
