#include "puncturable_key.hpp"

#include <sodium.h>

#include <cstring>

namespace shrike::eventlog {

namespace {

constexpr unsigned kLevels = 16;
constexpr unsigned kChildren = 16;
static_assert(kKeyBytes == crypto_shorthash_siphashx24_KEYBYTES && kKeyBytes == crypto_shorthash_siphashx24_BYTES);

enum class State : std::uint8_t { destroyed = 0, seed = 1, branch = 2 };

unsigned child_of(std::uint64_t leaf, unsigned level) {
  return static_cast<unsigned>(leaf >> (60 - 4 * level)) % kChildren;
}

void derive(Key& seed, unsigned child) {
  const auto input = static_cast<unsigned char>(child);
  Key out;
  crypto_shorthash_siphashx24(out.data(), &input, sizeof input, seed.data());
  seed = out;
}

}  // namespace

struct PuncturableKey::Node {
  State state = State::seed;
  Key seed{};
  std::unique_ptr<std::array<Node, kChildren>> children;

  Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  ~Node() { forget(); }
  void forget() { sodium_memzero(seed.data(), seed.size()); }
  /// Takes the place of a seed.
  void branch() {
    children = std::make_unique<std::array<Node, kChildren>>();
    for (unsigned child = 0; child < kChildren; ++child) {
      (*children)[child].seed = seed;
      derive((*children)[child].seed, child);
    }
    forget();
    state = State::branch;
  }
};

PuncturableKey::PuncturableKey(const Key& seed) : root_(std::make_unique<Node>()) { root_->seed = seed; }
PuncturableKey::PuncturableKey(std::unique_ptr<Node> root) : root_(std::move(root)) {}
PuncturableKey::PuncturableKey(PuncturableKey&&) noexcept = default;
PuncturableKey& PuncturableKey::operator=(PuncturableKey&&) noexcept = default;
PuncturableKey::~PuncturableKey() = default;

/// The last node on the way to a leaf that is kept, and its level.
std::pair<const PuncturableKey::Node*, unsigned> PuncturableKey::nearest(std::uint64_t leaf) const {
  const Node* node = root_.get();
  unsigned level = 0;
  for (; node->state == State::branch; ++level) node = &(*node->children)[child_of(leaf, level)];
  return {node, level};
}

bool PuncturableKey::holds(std::uint64_t leaf) const { return nearest(leaf).first->state == State::seed; }

std::optional<Key> PuncturableKey::key(std::uint64_t leaf) const {
  auto [node, level] = nearest(leaf);
  if (node->state == State::destroyed) return std::nullopt;
  Key seed = node->seed;
  for (; level < kLevels; ++level) derive(seed, child_of(leaf, level));
  return seed;
}

void PuncturableKey::destroy(std::uint64_t leaf) {
  Node* node = root_.get();
  for (unsigned level = 0; level < kLevels; ++level) {
    if (node->state == State::destroyed) return;
    if (node->state == State::seed) node->branch();
    node = &(*node->children)[child_of(leaf, level)];
  }
  node->forget();
  node->state = State::destroyed;
}

void PuncturableKey::write(const Node& node, ByteWriter& out) {
  out.number(static_cast<std::uint8_t>(node.state));
  if (node.state == State::seed) {
    for (const unsigned char byte : node.seed) out.number(byte);
  }
  if (node.state != State::branch) return;
  for (const Node& child : *node.children) write(child, out);
}

void PuncturableKey::write(ByteWriter& out) const { write(*root_, out); }

bool PuncturableKey::read(Node& node, ByteReader& in, unsigned level) {
  const auto state = in.number<std::uint8_t>();
  if (state > static_cast<std::uint8_t>(State::branch) || !in.ok()) return false;
  node.state = static_cast<State>(state);
  if (node.state == State::destroyed) return level == kLevels;  // only leaves are
  if (node.state == State::seed) {
    for (unsigned char& byte : node.seed) byte = in.number<unsigned char>();
  }
  if (node.state != State::branch) return in.ok();
  if (level == kLevels) return false;
  node.children = std::make_unique<std::array<Node, kChildren>>();
  for (Node& child : *node.children) {
    if (!read(child, in, level + 1)) return false;
  }
  return true;
}

std::optional<PuncturableKey> PuncturableKey::read(ByteReader& in) {
  auto root = std::make_unique<Node>();
  if (!read(*root, in, 0)) return std::nullopt;
  return PuncturableKey(std::move(root));
}

}  // namespace shrike::eventlog
