#include "record.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <cstring>

#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

enum Version : std::uint8_t {
  kClear = 1,
  kOfPeople = 2,   ///< sealed on disk
  kDestroyed = 3,  ///< in memory only: it cannot be opened any more
};

/// As it lies in the file, little-endian. The checksum covers everything after itself, the payload and the seal.
struct RecordHeader {
  std::uint32_t magic;
  std::uint32_t crc;
  std::uint8_t version;
  std::uint8_t kind;
  std::uint16_t flags;
  std::uint32_t length;  // of the payload and the seal
  std::uint64_t seq;
  std::int64_t appended_at_us;
};
static_assert(sizeof(RecordHeader) == kRecordHeaderBytes);
constexpr std::size_t kCheckedFrom = offsetof(RecordHeader, version);

/// The end of a record of people: before it stand the tag and the leaves, one for each of them. In memory the leaves
/// are subjects still.
struct SealEnd {
  std::uint64_t salt;
  std::uint32_t epoch;
  std::uint32_t people;
};
constexpr std::size_t kTagBytes = crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr unsigned char kNonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {};  // each record has a key of its own

std::size_t seal_bytes(std::size_t people) {
  return people == 0 ? 0 : kTagBytes + people * sizeof(SubjectId) + sizeof(SealEnd);
}

std::size_t padded(std::size_t bytes) { return (bytes + 7) & ~std::size_t{7}; }

template <class T>
T read_as(const char* from) {
  T out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

/// The parts of a record of people, in place.
class SealedRecord {
 public:
  explicit SealedRecord(char* record) : record_(record), header_(read_as<RecordHeader>(record)) {
    end_ = read_as<SealEnd>(record_ + kRecordHeaderBytes + header_.length - sizeof(SealEnd));
    payload_bytes_ = header_.length - seal_bytes(end_.people);
  }

  void seal(SubjectKeys& keys) {
    std::array<SubjectId, kSubjectsMax> people{};
    std::memcpy(people.data(), leaves(), end_.people * sizeof(SubjectId));
    const auto [lock, key] = keys.lock(header_.seq, {people.data(), end_.people});
    std::memcpy(leaves(), lock.leaves.data(), end_.people * sizeof(std::uint64_t));
    end_.salt = lock.salt;
    end_.epoch = lock.epoch;
    std::memcpy(leaves() + end_.people * sizeof(std::uint64_t), &end_, sizeof end_);
    const auto bound = bound_bytes();
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(payload(), tag(), nullptr, payload(), payload_bytes_,
                                                       bound.data(), bound_size(), nullptr, kNonce, key.data());
    header_.crc = crc32c({record_ + kCheckedFrom, kRecordHeaderBytes - kCheckedFrom + header_.length});
    std::memcpy(record_, &header_, sizeof header_);
  }

  Result<void> open(const SubjectKeys& keys) {
    SubjectKeys::Lock lock{end_.salt, header_.seq, end_.epoch, {}, end_.people};
    std::memcpy(lock.leaves.data(), leaves(), end_.people * sizeof(std::uint64_t));
    const auto key = keys.key_of(lock);
    if (!key) return key.error();
    if (!*key) {
      header_.version = kDestroyed;
      std::memcpy(record_, &header_, sizeof header_);
      return {};
    }
    const auto bound = bound_bytes();
    if (crypto_aead_chacha20poly1305_ietf_decrypt_detached(payload(), nullptr, payload(), payload_bytes_, tag(),
                                                           bound.data(), bound_size(), kNonce, (*key)->data()) != 0)
      return Error{ErrorKind::corrupt, fmt::format("event {} was changed after it was sealed", header_.seq)};
    return {};
  }

 private:
  static constexpr std::size_t kBoundMax =
      kRecordHeaderBytes - kCheckedFrom + kSubjectsMax * sizeof(SubjectId) + sizeof(SealEnd);
  /// What the tag answers for besides the payload: the header and the leaves.
  [[nodiscard]] std::array<unsigned char, kBoundMax> bound_bytes() {
    std::array<unsigned char, kBoundMax> out{};
    std::memcpy(out.data(), record_ + kCheckedFrom, kRecordHeaderBytes - kCheckedFrom);
    std::memcpy(out.data() + kRecordHeaderBytes - kCheckedFrom, leaves(), seal_bytes(end_.people) - kTagBytes);
    return out;
  }
  [[nodiscard]] std::size_t bound_size() const {
    return kRecordHeaderBytes - kCheckedFrom + seal_bytes(end_.people) - kTagBytes;
  }
  unsigned char* payload() { return reinterpret_cast<unsigned char*>(record_ + kRecordHeaderBytes); }
  unsigned char* tag() { return payload() + payload_bytes_; }
  char* leaves() { return record_ + kRecordHeaderBytes + payload_bytes_ + kTagBytes; }

  char* record_;
  RecordHeader header_;
  SealEnd end_{};
  std::size_t payload_bytes_ = 0;
};

}  // namespace

std::size_t record_bytes(const NewRecord& record) {
  return padded(kRecordHeaderBytes + record.payload.size() + seal_bytes(record.subjects.size()));
}

void write_record(char* target, const NewRecord& record, Seq seq, TimeUs appended_at_us) {
  SHRIKE_ASSERT(record.subjects.size() <= kSubjectsMax);
  const std::size_t people = record.subjects.size();
  const std::size_t length = record.payload.size() + seal_bytes(people);
  RecordHeader header{kRecordMagic,
                      0,
                      people == 0 ? kClear : kOfPeople,
                      static_cast<std::uint8_t>(record.kind),
                      record.flags,
                      static_cast<std::uint32_t>(length),
                      seq,
                      appended_at_us};
  std::memset(target + kRecordHeaderBytes, 0, record_bytes(record) - kRecordHeaderBytes);
  std::memcpy(target, &header, sizeof header);
  std::memcpy(target + kRecordHeaderBytes, record.payload.data(), record.payload.size());
  if (people > 0) {
    char* const end = target + kRecordHeaderBytes + length - sizeof(SealEnd);
    const SealEnd seal{0, 0, static_cast<std::uint32_t>(people)};
    std::memcpy(end, &seal, sizeof seal);
    std::memcpy(end - people * sizeof(SubjectId), record.subjects.data(), people * sizeof(SubjectId));
    return;  // its checksum comes with the seal
  }
  header.crc = crc32c({target + kCheckedFrom, kRecordHeaderBytes - kCheckedFrom + length});
  std::memcpy(target, &header, sizeof header);
}

std::optional<FoundRecord> read_record(std::string_view bytes) {
  if (bytes.size() < kRecordHeaderBytes) return std::nullopt;
  const auto header = read_as<RecordHeader>(bytes.data());
  if (header.magic != kRecordMagic || header.version < kClear || header.version > kDestroyed) return std::nullopt;
  const std::size_t place = padded(kRecordHeaderBytes + std::size_t{header.length});
  if (header.kind < 1 || header.kind > 4 || place > bytes.size()) return std::nullopt;
  std::size_t payload = header.length;
  if (header.version != kClear) {
    if (header.length < sizeof(SealEnd)) return std::nullopt;
    const auto end = read_as<SealEnd>(bytes.data() + kRecordHeaderBytes + header.length - sizeof(SealEnd));
    if (end.people == 0 || end.people > kSubjectsMax || seal_bytes(end.people) > header.length) return std::nullopt;
    payload -= seal_bytes(end.people);
  }
  const bool destroyed = header.version == kDestroyed;
  return FoundRecord{{header.seq, static_cast<domain::EventKind>(header.kind), header.flags, header.appended_at_us,
                      bytes.substr(kRecordHeaderBytes, destroyed ? 0 : payload), destroyed},
                     place};
}

std::optional<FoundRecord> read_stored_record(std::string_view bytes) {
  auto found = read_record(bytes);
  if (!found || found->view.destroyed) return std::nullopt;
  const auto header = read_as<RecordHeader>(bytes.data());
  const auto crc = crc32c(bytes.substr(kCheckedFrom, kRecordHeaderBytes - kCheckedFrom + header.length));
  return crc == header.crc ? found : std::nullopt;
}

void seal_records(std::string& bytes, std::size_t from, SubjectKeys& keys) {
  for (std::size_t at = from; at < bytes.size();) {
    const auto record = read_record(std::string_view(bytes).substr(at));
    SHRIKE_ASSERT(record.has_value());
    if (read_as<RecordHeader>(bytes.data() + at).version == kOfPeople) SealedRecord(bytes.data() + at).seal(keys);
    at += record->bytes;
  }
}

Result<void> open_records(char* bytes, std::size_t size, const SubjectKeys* keys) {
  for (std::size_t at = 0; at < size;) {
    const auto record = read_record({bytes + at, size - at});
    SHRIKE_ASSERT(record.has_value());
    if (read_as<RecordHeader>(bytes + at).version == kOfPeople) {
      if (keys == nullptr) return Error{ErrorKind::corrupt, "the event log is sealed, and there are no keys for it"};
      if (auto done = SealedRecord(bytes + at).open(*keys); !done) return done;
    }
    at += record->bytes;
  }
  return {};
}

}  // namespace shrike::eventlog
