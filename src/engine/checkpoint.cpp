#include "shrike/engine/checkpoint.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/fault_point.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {

constexpr std::string_view kHead = "SHRKCKP4";
constexpr std::string_view kFoot = "SHRKEND1";
constexpr std::string_view kUnfinished = "checkpoint.unfinished";
constexpr std::string_view kPrefix = "checkpoint-";
constexpr std::size_t kPartHeaderBytes = 1 + 4 + 8 + 4 + 4;
constexpr std::size_t kFootBytes = 8 + 8 + 8 + 4 + 4;

std::string part_header(const StatePart& part) {
  std::string bytes;
  ByteWriter out(bytes);
  out.number(static_cast<std::uint8_t>(part.kind));
  out.number(part.index);
  out.number(part.as_of);
  out.number(static_cast<std::uint32_t>(part.bytes.size()));
  out.number(crc32c(part.bytes, crc32c(bytes)));
  return bytes;
}

struct Foot {
  domain::Seq from = 0;
  domain::Seq to = 0;
  std::uint32_t parts = 0;
};

std::string foot_bytes(const Foot& foot) {
  std::string bytes(kFoot);
  ByteWriter out(bytes);
  out.number(foot.from);
  out.number(foot.to);
  out.number(foot.parts);
  out.number(crc32c(bytes));
  return bytes;
}

Error corrupt(const std::string& name) { return {ErrorKind::corrupt, fmt::format("{}: damaged", name)}; }

/// A checkpoint file from its start to its end.
class Reader {
 public:
  static Result<Reader> open(Folder& folder, const std::string& name) {
    auto file = folder.open(name, OpenMode::existing);
    if (!file) return file.error();
    const auto size = (*file)->size();
    if (!size) return size.error();
    return Reader(std::move(*file), *size, name);
  }
  /// Error: corrupt, where the file is shorter.
  Result<std::string> take(std::size_t count) {
    if (count > size_ - at_) return corrupt(name_);
    std::string bytes(count, '\0');
    if (auto done = file_->read_at({bytes.data(), count}, at_); !done) return done.error();
    at_ += count;
    return bytes;
  }
  /// The last thing in the file; the position stays.
  Result<Foot> foot() {
    if (size_ < kFootBytes) return corrupt(name_);
    const std::uint64_t before = std::exchange(at_, size_ - kFootBytes);
    const auto bytes = take(kFootBytes);
    at_ = before;
    if (!bytes) return bytes.error();
    ByteReader in(std::string_view(*bytes).substr(kFoot.size()));
    const auto from = in.number<domain::Seq>();
    const auto to = in.number<domain::Seq>();
    const Foot foot{from, to, in.number<std::uint32_t>()};
    return *bytes == foot_bytes(foot) ? Result<Foot>(foot) : corrupt(name_);
  }
  Result<StatePart> part() {
    const auto header = take(kPartHeaderBytes);
    if (!header) return header.error();
    ByteReader in(*header);
    StatePart part;
    const auto kind = in.number<std::uint8_t>();
    if (kind < 1 || kind > static_cast<std::uint8_t>(StatePart::Kind::policies)) return corrupt(name_);
    part.kind = static_cast<StatePart::Kind>(kind);
    part.index = in.number<std::uint32_t>();
    part.as_of = in.number<domain::Seq>();
    const auto size = in.number<std::uint32_t>();
    const auto crc = in.number<std::uint32_t>();
    auto bytes = take(size);
    if (!bytes) return bytes.error();
    const std::uint32_t head_crc = crc32c(std::string_view(*header).substr(0, header->size() - sizeof crc));
    if (crc32c(*bytes, head_crc) != crc) return corrupt(name_);
    part.bytes = std::move(*bytes);
    return part;
  }

 private:
  Reader(std::unique_ptr<File> file, std::uint64_t size, std::string name)
      : file_(std::move(file)), size_(size), name_(std::move(name)) {}
  std::unique_ptr<File> file_;
  std::uint64_t size_;
  std::string name_;
  std::uint64_t at_ = 0;
};

}  // namespace

Result<CheckpointWriter> CheckpointWriter::create(Folder& folder) {
  auto file = folder.open(kUnfinished, OpenMode::replace);
  if (!file) return file.error();
  CheckpointWriter writer(std::move(*file), folder);
  if (auto done = writer.write(kHead); !done) return done.error();
  SHRIKE_FAULT_POINT("checkpoint.before_first_part");
  return writer;
}

CheckpointWriter::~CheckpointWriter() {
  if (file_ != nullptr) (void)folder_->remove(kUnfinished);
}

Result<void> CheckpointWriter::write(std::string_view bytes) {
  if (auto done = file_->write_at(bytes, size_); !done) return done;
  size_ += bytes.size();
  return {};
}

Result<void> CheckpointWriter::add(const StatePart& part) {
  ++parts_;
  to_ = std::max(to_, part.as_of);
  if (auto done = write(part_header(part)); !done) return done;
  SHRIKE_FAULT_POINT("checkpoint.between_parts");
  return write(part.bytes);
}

Result<void> CheckpointWriter::finish(domain::Seq from) {
  from_ = from;
  if (auto done = write(foot_bytes({from_, to_, parts_})); !done) return done;
  SHRIKE_FAULT_POINT("checkpoint.before_sync");
  return file_->sync();
}

Result<CheckpointInfo> CheckpointWriter::publish() {
  const std::string name = fmt::format("{}{:020}", kPrefix, to_);
  SHRIKE_FAULT_POINT("checkpoint.before_rename");
  if (auto done = folder_->rename(kUnfinished, name); !done) return done.error();
  file_.reset();
  SHRIKE_FAULT_POINT("checkpoint.before_sync_names");
  if (auto done = folder_->sync_names(); !done) return done.error();
  return CheckpointInfo{name, from_, to_};
}

std::vector<CheckpointInfo> list_checkpoints(Folder& folder) {
  std::vector<CheckpointInfo> found;
  const auto names = folder.names();
  if (!names) return found;
  for (const std::string& name : *names) {
    if (!name.starts_with(kPrefix)) continue;
    auto file = Reader::open(folder, name);
    if (!file) continue;
    if (const auto foot = file->foot()) found.push_back({name, foot->from, foot->to});
  }
  std::ranges::sort(found, std::greater(), &CheckpointInfo::to);
  return found;
}

Result<void> load_checkpoint(Folder& folder, const CheckpointInfo& checkpoint, Core& core) {
  auto file = Reader::open(folder, checkpoint.name);
  if (!file) return file.error();
  const auto foot = file->foot();
  if (!foot) return foot.error();
  const auto head = file->take(kHead.size());
  if (!head) return head.error();
  if (*head != kHead) return corrupt(checkpoint.name);
  for (std::uint32_t i = 0; i < foot->parts; ++i) {
    const auto part = file->part();
    if (!part) return part.error();
    SHRIKE_FAULT_POINT("checkpoint.load.between_parts");
    if (auto done = core.load_part(*part); !done) return done;
  }
  return {};
}

void delete_old_checkpoints(Folder& folder, std::size_t keep) {
  auto kept = list_checkpoints(folder);
  if (kept.size() > keep) kept.resize(keep);
  const auto names = folder.names();
  if (!names) return;
  for (const std::string& name : *names) {
    const bool old = name.starts_with(kPrefix) && std::ranges::find(kept, name, &CheckpointInfo::name) == kept.end();
    if (!old && name != kUnfinished) continue;
    SHRIKE_FAULT_POINT("checkpoint.before_delete_old");
    (void)folder.remove(name);
  }
}

}  // namespace shrike::engine
