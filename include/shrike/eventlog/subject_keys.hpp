#pragma once
// The keys under which the log's events lie on disk, one per person, and their end. File: docs/formats/subject-keys.md.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "shrike/base/folder.hpp"
#include "shrike/domain/subjects.hpp"

namespace shrike::eventlog {

/// What stands for a person's entity in records: a keyed hash of its tenant, kind and value.
using SubjectId = std::uint64_t;
inline constexpr std::size_t kSubjectsMax = domain::PersonalEntities::kMax;

class PuncturableKey;

/// An event that names people is sealed under the keys of all of them: when one is destroyed, it can never be read
/// again, not even in a copy of the log made before. Keys are computed, not stored (PuncturableKey), so a new person
/// costs no write; what is stored shrinks to an epoch's seed again each time that the ring has come round.
/// Thread-safe.
class SubjectKeys {
 public:
  static constexpr std::string_view kFile = "subjects.key";
  static constexpr std::size_t kEpochsMax = 2;             ///< a new one begins when the log needs one only
  static constexpr std::size_t kRetiredMax = 1'000'000;    ///< people in one epoch
  static constexpr std::uint32_t kGenerationsMax = 1'000;  ///< of one person's keys in one epoch

  /// Reads the keys from `folder`, which outlives them, or makes new ones. Ends a replacement of the file that was cut
  /// short. Errors: io, corrupt.
  static Result<std::unique_ptr<SubjectKeys>> open(Folder& folder);
  ~SubjectKeys();
  /// Once, before the first record is sealed: `head` is the newest number in the log. Writes new keys to the file.
  /// Errors: io.
  Result<void> start_after(domain::Seq head);

  [[nodiscard]] SubjectId subject(std::string_view tenant, domain::EntityKind kind, std::string_view value) const;

  /// Where a record's key comes from, as the record says.
  struct Lock {
    std::uint64_t salt = 0;  ///< of the process that sealed: the same number may be given twice, by two of them
    domain::Seq seq = 0;
    std::uint32_t epoch = 0;
    std::array<std::uint64_t, kSubjectsMax> leaves{};
    std::size_t count = 0;
    [[nodiscard]] std::span<const std::uint64_t> used() const { return {leaves.data(), count}; }
  };
  using RecordKey = std::array<unsigned char, 32>;
  /// A lock for a new record about these people (at least one), and its key.
  std::pair<Lock, RecordKey> lock(domain::Seq seq, std::span<const SubjectId> subjects);
  /// nullopt where a key that it takes was destroyed, alone or with its epoch. Error: corrupt, of an epoch that was
  /// never known here.
  [[nodiscard]] Result<std::optional<RecordKey>> key_of(const Lock& lock) const;

  /// What comes in about that person from now on lies under a new key. The old one is still there. Errors: io,
  /// unavailable (kRetiredMax, kGenerationsMax).
  Result<void> retire(SubjectId subject);
  /// Destroys the keys of that person that were retired, in memory and in the file, whose former bytes are overwritten.
  /// Errors: io: then it has to be repeated.
  Result<void> destroy(SubjectId subject);
  /// To be called now and then with the oldest number in the log: begins a new epoch when all of the log lies under the
  /// newest, and destroys epochs that nothing in the log needs. Errors: io.
  Result<void> turn(domain::Seq oldest);

  /// Events up to this number lie in the log as they are: they are from before there were keys.
  [[nodiscard]] domain::Seq clear_to() const { return clear_to_; }
  [[nodiscard]] std::size_t epochs() const;

 private:
  struct Epoch;
  explicit SubjectKeys(Folder& folder);
  void begin_epoch();
  Result<void> read(std::string_view bytes);
  [[nodiscard]] std::string bytes() const;
  Result<void> save() const;
  [[nodiscard]] std::uint64_t leaf_of(SubjectId subject, std::uint32_t generation) const;
  [[nodiscard]] std::uint32_t generation_of(const Epoch& epoch, SubjectId subject) const;
  static Result<void> finish_replacing(Folder& folder);

  Folder& folder_;
  std::array<unsigned char, 16> hash_key_{};
  std::uint64_t salt_ = 0;
  domain::Seq clear_to_ = 0;
  bool new_ = false;
  mutable std::mutex mutex_;       // guards what follows
  std::vector<Epoch> epochs_;      // oldest first, never empty
  domain::Seq newest_sealed_ = 0;  // no record with a higher number was sealed
};

}  // namespace shrike::eventlog
