#include <gtest/gtest.h>

#include <set>

#include "eventlog/puncturable_key.hpp"
#include "shrike/base/random.hpp"

namespace shrike::eventlog {
namespace {

Key seed_of(unsigned char byte) {
  Key seed;
  seed.fill(byte);
  return seed;
}

std::string bytes_of(const PuncturableKey& tree) {
  std::string out;
  ByteWriter writer(out);
  tree.write(writer);
  return out;
}

std::optional<PuncturableKey> read(std::string_view bytes) {
  ByteReader in(bytes);
  auto tree = PuncturableKey::read(in);
  return in.at_end() ? std::move(tree) : std::nullopt;
}

TEST(PuncturableKey, EachLeafHasAKeyOfItsOwn) {
  const PuncturableKey tree(seed_of(1)), same(seed_of(1)), other(seed_of(2));
  Random random(7);
  std::set<Key> keys;
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t leaf = random.next();
    const auto key = tree.key(leaf);
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(same.key(leaf), key);
    EXPECT_NE(other.key(leaf), key);
    keys.insert(*key);
  }
  EXPECT_EQ(keys.size(), 1'000U);
}

TEST(PuncturableKey, NeighboursOnEveryLevelKeepTheirKeys) {
  PuncturableKey tree(seed_of(3));
  const PuncturableKey whole(seed_of(3));
  constexpr std::uint64_t kLeaf = 0x0123'4567'89AB'CDEF;
  tree.destroy(kLeaf);
  EXPECT_EQ(tree.key(kLeaf), std::nullopt);
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t neighbour = kLeaf ^ (std::uint64_t{1} << bit);
    EXPECT_EQ(tree.key(neighbour), whole.key(neighbour)) << bit;
  }
  tree.destroy(kLeaf);
  EXPECT_EQ(tree.key(kLeaf), std::nullopt) << "again";
}

TEST(PuncturableKey, WhatIsDestroyedIsNotInItsBytes) {
  PuncturableKey tree(seed_of(4));
  const PuncturableKey whole(seed_of(4));
  Random random(9);
  std::set<std::uint64_t> gone;
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t leaf = i % 2 == 0 ? random.next() : *gone.begin() + 1 + static_cast<std::uint64_t>(i);
    gone.insert(leaf);
    tree.destroy(leaf);
  }
  const std::string bytes = bytes_of(tree);
  EXPECT_LE(bytes.size(), gone.size() * 4'200);
  EXPECT_EQ(bytes.find(std::string(kKeyBytes, '\4')), std::string::npos) << "the root's seed";
  const auto again = read(bytes);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(bytes_of(*again), bytes);
  for (const std::uint64_t leaf : gone) {
    const auto key = whole.key(leaf);
    EXPECT_EQ(bytes.find(std::string(key->begin(), key->end())), std::string::npos);
    EXPECT_EQ(again->key(leaf), std::nullopt);
  }
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t leaf = random.next();
    EXPECT_EQ(again->key(leaf), whole.key(leaf));
  }
}

TEST(PuncturableKey, BytesThatAreNoTreeAreRefused) {
  PuncturableKey tree(seed_of(5));
  tree.destroy(42);
  const std::string bytes = bytes_of(tree);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read(bytes.substr(0, size))) << size;
  EXPECT_FALSE(read("\3" + bytes)) << "no such state";
  EXPECT_FALSE(read(std::string(17, '\2'))) << "deeper than it has levels";
}

}  // namespace
}  // namespace shrike::eventlog
