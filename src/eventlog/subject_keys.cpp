#include "shrike/eventlog/subject_keys.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>

#include "puncturable_key.hpp"
#include "shrike/base/fault_point.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

constexpr std::string_view kMagic = "SHRKSUB1";
constexpr std::size_t kCrcBytes = sizeof(std::uint32_t);
constexpr std::string_view kFormer = "subjects.key.former";

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(SubjectId));

constexpr std::string_view kAdvice =
    "put the right one back, or move it and events.ring away: what the store does not hold yet is then lost";

Error damaged() { return {ErrorKind::corrupt, fmt::format("{} is damaged: {}", SubjectKeys::kFile, kAdvice)}; }

std::uint64_t short_hash(std::string_view bytes, const std::array<unsigned char, 16>& key) {
  std::uint64_t out = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&out), reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size(), key.data());
  return out;
}

/// Takes in a number or a key.
template <class T>
void absorb(crypto_generichash_state& state, const T& part) {
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&part), sizeof part);
}

/// BLAKE2b over everything that a record's key depends on.
std::optional<SubjectKeys::RecordKey> combine(const PuncturableKey& tree, const SubjectKeys::Lock& lock) {
  SubjectKeys::RecordKey out;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, out.size());
  absorb(state, lock.salt);
  absorb(state, lock.seq);
  for (const std::uint64_t leaf : lock.used()) {
    const auto key = tree.key(leaf);
    if (!key) return std::nullopt;
    absorb(state, *key);
  }
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

}  // namespace

struct SubjectKeys::Epoch {
  std::uint32_t id = 0;
  domain::Seq after = 0;                           ///< no record up to this number is of it
  std::map<SubjectId, std::uint32_t> generations;  ///< of those that were retired in it; others have 0
  PuncturableKey tree;
};

SubjectKeys::SubjectKeys(Folder& folder) : folder_(folder) {
  SHRIKE_ASSERT(sodium_init() >= 0);
  randombytes_buf(&salt_, sizeof salt_);
}

SubjectKeys::~SubjectKeys() = default;

Result<std::unique_ptr<SubjectKeys>> SubjectKeys::open(Folder& folder) {
  std::unique_ptr<SubjectKeys> keys(new SubjectKeys(folder));
  if (auto done = finish_replacing(folder); !done) return done.error();
  const auto stored = read_whole_file(folder, kFile);
  if (!stored && stored.error().kind != ErrorKind::not_found) return stored.error();
  if (stored) {
    if (auto done = keys->read(*stored); !done) return done.error();
    return keys;
  }
  keys->new_ = true;
  randombytes_buf(keys->hash_key_.data(), keys->hash_key_.size());
  keys->begin_epoch();
  return keys;
}

Result<void> SubjectKeys::start_after(domain::Seq head) {
  const std::lock_guard guard(mutex_);
  newest_sealed_ = head;
  if (!new_) return {};
  new_ = false;
  clear_to_ = epochs_.back().after = head;
  return write_whole_file(folder_, kFile, bytes());
}

/// Its number is drawn, so that other keys are known as such.
void SubjectKeys::begin_epoch() {
  Key seed;
  randombytes_buf(seed.data(), seed.size());
  epochs_.push_back({randombytes_random(), newest_sealed_, {}, PuncturableKey(seed)});
  sodium_memzero(seed.data(), seed.size());
}

SubjectId SubjectKeys::subject(std::string_view tenant, domain::EntityKind kind, std::string_view value) const {
  std::string text;
  text.reserve(tenant.size() + value.size() + 2);
  text.append(tenant).append(1, '\0').append(1, static_cast<char>(kind)).append(value);
  return short_hash(text, hash_key_);
}

std::uint64_t SubjectKeys::leaf_of(SubjectId subject, std::uint32_t generation) const {
  if (generation == 0) return subject;
  std::string text;
  ByteWriter out(text);
  out.number(subject);
  out.number(generation);
  return short_hash(text, hash_key_);
}

/// The newest of a person's keys. One that somebody else's erasure took along (two hashes were equal) is passed over.
std::uint32_t SubjectKeys::generation_of(const Epoch& epoch, SubjectId subject) const {
  const auto found = epoch.generations.find(subject);
  std::uint32_t generation = found == epoch.generations.end() ? 0 : found->second;
  while (!epoch.tree.holds(leaf_of(subject, generation))) ++generation;
  return generation;
}

std::pair<SubjectKeys::Lock, SubjectKeys::RecordKey> SubjectKeys::lock(domain::Seq seq,
                                                                       std::span<const SubjectId> subjects) {
  SHRIKE_ASSERT(!subjects.empty() && subjects.size() <= kSubjectsMax);
  const std::lock_guard guard(mutex_);
  newest_sealed_ = std::max(newest_sealed_, seq);
  const Epoch& epoch = epochs_.back();
  Lock lock{salt_, seq, epoch.id, {}, subjects.size()};
  for (std::size_t i = 0; i < subjects.size(); ++i)
    lock.leaves[i] = leaf_of(subjects[i], generation_of(epoch, subjects[i]));
  const auto key = combine(epoch.tree, lock);
  SHRIKE_ASSERT(key.has_value());
  return {lock, *key};
}

Result<std::optional<SubjectKeys::RecordKey>> SubjectKeys::key_of(const Lock& lock) const {
  const std::lock_guard guard(mutex_);
  const auto epoch = std::ranges::find(epochs_, lock.epoch, &Epoch::id);
  // The log lets a segment go before its bytes are overwritten: a crash in between brings it back.
  const bool let_go = lock.seq > clear_to_ && lock.seq <= epochs_.front().after;
  if (epoch == epochs_.end() && let_go) return std::optional<RecordKey>();
  if (epoch == epochs_.end())
    return Error{ErrorKind::corrupt,
                 fmt::format("{} is not the one that the event log was sealed with: {}", kFile, kAdvice)};
  return combine(epoch->tree, lock);
}

Result<void> SubjectKeys::retire(SubjectId subject) {
  const std::lock_guard guard(mutex_);
  // In every epoch: one that is begun before the erasure ends must not make new data of this one old.
  std::vector<std::uint32_t> newest;
  for (const Epoch& epoch : epochs_) {
    newest.push_back(generation_of(epoch, subject));
    if (epoch.generations.size() >= kRetiredMax || newest.back() >= kGenerationsMax)
      return Error{ErrorKind::unavailable, "too many erasures since the event log came round"};
  }
  for (std::size_t at = 0; at < epochs_.size(); ++at) epochs_[at].generations[subject] = newest[at] + 1;
  auto saved = save();
  for (std::size_t at = 0; !saved && at < epochs_.size(); ++at) epochs_[at].generations[subject] = newest[at];
  return saved;
}

Result<void> SubjectKeys::destroy(SubjectId subject) {
  const std::lock_guard guard(mutex_);
  for (Epoch& epoch : epochs_) {
    const std::uint32_t newest = generation_of(epoch, subject);
    for (std::uint32_t generation = 0; generation < newest; ++generation)
      epoch.tree.destroy(leaf_of(subject, generation));
  }
  return save();
}

Result<void> SubjectKeys::turn(domain::Seq oldest) {
  const std::lock_guard guard(mutex_);
  const bool drops = epochs_.size() > 1 && epochs_[1].after < oldest;
  const bool begins = epochs_.back().after < oldest && epochs_.back().after < newest_sealed_;
  if (!drops && !begins) return {};
  if (drops) epochs_.erase(epochs_.begin());
  if (begins) begin_epoch();
  SHRIKE_ASSERT(epochs_.size() <= kEpochsMax);
  auto saved = save();
  if (!saved && begins) epochs_.pop_back();  // nothing may be sealed with what a restart would not find
  return saved;
}

std::size_t SubjectKeys::epochs() const {
  const std::lock_guard guard(mutex_);
  return epochs_.size();
}

std::string SubjectKeys::bytes() const {
  std::string text(kMagic);
  ByteWriter out(text);
  for (const unsigned char byte : hash_key_) out.number(byte);
  out.number(clear_to_);
  out.varint(epochs_.size());
  for (const Epoch& epoch : epochs_) {
    out.number(epoch.id);
    out.number(epoch.after);
    out.varint(epoch.generations.size());
    for (const auto& [subject, generation] : epoch.generations) {
      out.number(subject);
      out.number(generation);
    }
    epoch.tree.write(out);
  }
  out.number(crc32c(text));
  return text;
}

Result<void> SubjectKeys::read(std::string_view bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kCrcBytes) return damaged();
  const std::string_view checked = bytes.substr(0, bytes.size() - kCrcBytes);
  if (ByteReader(bytes.substr(checked.size())).number<std::uint32_t>() != crc32c(checked)) return damaged();
  ByteReader in(checked.substr(kMagic.size()));
  for (unsigned char& byte : hash_key_) byte = in.number<unsigned char>();
  clear_to_ = in.number<domain::Seq>();
  const std::uint64_t count = in.varint();
  if (count == 0 || count > kEpochsMax) return damaged();
  for (std::uint64_t at = 0; at < count; ++at) {
    const auto id = in.number<std::uint32_t>();
    const auto after = in.number<domain::Seq>();
    std::map<SubjectId, std::uint32_t> generations;
    for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
      const auto subject = in.number<SubjectId>();
      const auto generation = in.number<std::uint32_t>();
      if (generation > kGenerationsMax) return damaged();
      generations[subject] = generation;
    }
    auto tree = PuncturableKey::read(in);
    if (!tree || !in.ok()) return damaged();
    epochs_.push_back({id, after, std::move(generations), std::move(*tree)});
  }
  return in.at_end() ? Result<void>() : damaged();
}

/// The former file is moved aside, and overwritten once the new one stands in its place.
Result<void> SubjectKeys::save() const {
  const std::string unfinished = std::string(kFile) + ".unfinished";
  auto file = folder_.open(unfinished, OpenMode::replace);
  if (!file) return file.error();
  if (auto done = (*file)->write_at(bytes(), 0); !done) return done;
  if (auto done = (*file)->sync(); !done) return done;
  if (auto done = folder_.sync_names(); !done) return done;
  SHRIKE_FAULT_POINT("subject_keys.before_aside");
  if (auto done = folder_.rename(kFile, kFormer); !done) return done;
  SHRIKE_FAULT_POINT("subject_keys.before_rename");
  return finish_replacing(folder_);
}

Result<void> SubjectKeys::finish_replacing(Folder& folder) {
  const std::string unfinished = std::string(kFile) + ".unfinished";
  if (!folder.identity(kFormer)) return {};
  // The new file was whole before the former one got that name.
  if (!folder.identity(kFile)) {
    if (auto done = folder.rename(unfinished, kFile); !done) return done;
  }
  if (auto done = folder.sync_names(); !done) return done;
  SHRIKE_FAULT_POINT("subject_keys.before_overwrite");
  auto former = folder.open(kFormer, OpenMode::existing);
  if (!former) return former.error();
  const auto size = (*former)->size();
  if (!size) return size.error();
  if (auto done = (*former)->write_at(std::string(*size, '\0'), 0); !done) return done;
  if (auto done = (*former)->sync(); !done) return done;
  SHRIKE_FAULT_POINT("subject_keys.before_remove");
  if (auto done = folder.remove(kFormer); !done) return done;
  return folder.sync_names();
}

}  // namespace shrike::eventlog
