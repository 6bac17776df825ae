#pragma once
// A key for each of 2^64 leaves, out of one seed, any of which can be destroyed for good.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "shrike/base/byte_codec.hpp"

namespace shrike::eventlog {

inline constexpr std::size_t kKeyBytes = 16;
using Key = std::array<unsigned char, kKeyBytes>;

/// The tree of O. Goldreich, S. Goldwasser, S. Micali (How to Construct Random Functions, 1986), punctured as by
/// D. Boneh, B. Waters (Constrained Pseudorandom Functions, 2013): 16 levels of 16 children, each child's seed is
/// SipHash-2-4 of 128 bits (J.-P. Aumasson, D. J. Bernstein 2012) under its parent's. To destroy a leaf, the seeds on
/// its path are forgotten and those of the 240 nodes beside it kept: all other leaves keep their keys, and that one's
/// cannot be computed any more. Not thread-safe.
class PuncturableKey {
 public:
  explicit PuncturableKey(const Key& seed);
  PuncturableKey(PuncturableKey&&) noexcept;
  PuncturableKey& operator=(PuncturableKey&&) noexcept;
  ~PuncturableKey();

  /// nullopt where it was destroyed.
  [[nodiscard]] std::optional<Key> key(std::uint64_t leaf) const;
  [[nodiscard]] bool holds(std::uint64_t leaf) const;
  /// May be repeated.
  void destroy(std::uint64_t leaf);

  /// What is left of the tree, at most 4.2 KB for each destroyed leaf.
  void write(ByteWriter& out) const;
  /// nullopt where the bytes are no such tree.
  static std::optional<PuncturableKey> read(ByteReader& in);

 private:
  struct Node;
  explicit PuncturableKey(std::unique_ptr<Node> root);
  [[nodiscard]] std::pair<const Node*, unsigned> nearest(std::uint64_t leaf) const;
  static void write(const Node& node, ByteWriter& out);
  static bool read(Node& node, ByteReader& in, unsigned level);

  std::unique_ptr<Node> root_;
};

}  // namespace shrike::eventlog
