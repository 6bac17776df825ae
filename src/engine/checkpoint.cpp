#include "shrike/engine/checkpoint.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead = "SHRKCKP1";
constexpr std::string_view kFoot = "SHRKEND1";
constexpr std::string_view kUnfinished = "checkpoint.unfinished";
constexpr std::string_view kPrefix = "checkpoint-";
constexpr std::size_t kPartHeaderBytes = 1 + 4 + 8 + 4 + 4;
constexpr std::size_t kFootBytes = 8 + 8 + 8 + 4 + 4;

Error file_error(const std::string& path) { return io_error(fmt::format("{}: {}", path, std::strerror(errno))); }

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

std::optional<Foot> read_foot(std::ifstream& file) {
  std::string bytes(kFootBytes, '\0');
  if (!file.seekg(-static_cast<std::streamoff>(kFootBytes), std::ios::end)) return std::nullopt;
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return std::nullopt;
  ByteReader in(std::string_view(bytes).substr(kFoot.size()));
  const auto from = in.number<domain::Seq>();
  const auto to = in.number<domain::Seq>();
  const Foot foot{from, to, in.number<std::uint32_t>()};
  return bytes == foot_bytes(foot) ? std::optional(foot) : std::nullopt;
}

Error corrupt(const std::string& path) { return {ErrorKind::corrupt, fmt::format("{}: damaged", path)}; }

Result<StatePart> read_part(std::ifstream& file, const std::string& path) {
  std::string header(kPartHeaderBytes, '\0');
  if (!file.read(header.data(), static_cast<std::streamsize>(header.size()))) return corrupt(path);
  ByteReader in(header);
  StatePart part;
  const auto kind = in.number<std::uint8_t>();
  if (kind < 1 || kind > static_cast<std::uint8_t>(StatePart::Kind::ids)) return corrupt(path);
  part.kind = static_cast<StatePart::Kind>(kind);
  part.index = in.number<std::uint32_t>();
  part.as_of = in.number<domain::Seq>();
  const auto size = in.number<std::uint32_t>();
  const auto crc = in.number<std::uint32_t>();
  std::error_code error;
  if (size > fs::file_size(path, error) || error) return corrupt(path);
  part.bytes.resize(size);
  const std::uint32_t head_crc = crc32c(std::string_view(header).substr(0, header.size() - sizeof crc));
  if (!file.read(part.bytes.data(), size) || crc32c(part.bytes, head_crc) != crc) return corrupt(path);
  return part;
}

Result<void> sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return file_error(folder);
  const bool done = ::fsync(fd) == 0;
  const Error error = file_error(folder);
  ::close(fd);
  return done ? Result<void>() : error;
}

}  // namespace

Result<CheckpointWriter> CheckpointWriter::create(const std::string& folder) {
  const std::string path = fmt::format("{}/{}", folder, kUnfinished);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return file_error(path);
  CheckpointWriter writer(fd, folder);
  if (auto done = writer.write(kHead); !done) return done.error();
  return writer;
}

CheckpointWriter::CheckpointWriter(CheckpointWriter&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      folder_(std::move(other.folder_)),
      parts_(other.parts_),
      from_(other.from_),
      to_(other.to_) {}

CheckpointWriter::~CheckpointWriter() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(fmt::format("{}/{}", folder_, kUnfinished).c_str());
}

Result<void> CheckpointWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return file_error(folder_);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> CheckpointWriter::add(const StatePart& part) {
  ++parts_;
  to_ = std::max(to_, part.as_of);
  if (auto done = write(part_header(part)); !done) return done;
  return write(part.bytes);
}

Result<void> CheckpointWriter::finish(domain::Seq from) {
  from_ = from;
  if (auto done = write(foot_bytes({from_, to_, parts_})); !done) return done;
  if (::fdatasync(fd_) != 0) return file_error(folder_);
  return {};
}

Result<CheckpointInfo> CheckpointWriter::publish() {
  const std::string path = fmt::format("{}/{}{:020}", folder_, kPrefix, to_);
  if (::rename(fmt::format("{}/{}", folder_, kUnfinished).c_str(), path.c_str()) != 0) return file_error(path);
  ::close(std::exchange(fd_, -1));
  if (auto done = sync_folder(folder_); !done) return done.error();
  return CheckpointInfo{path, from_, to_};
}

std::vector<CheckpointInfo> list_checkpoints(const std::string& folder) {
  std::vector<CheckpointInfo> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    if (const auto foot = read_foot(file)) found.push_back({entry.path(), foot->from, foot->to});
  }
  std::ranges::sort(found, std::greater(), &CheckpointInfo::to);
  return found;
}

Result<void> load_checkpoint(const CheckpointInfo& checkpoint, Core& core) {
  std::ifstream file(checkpoint.path, std::ios::binary);
  const auto foot = read_foot(file);
  std::string head(kHead.size(), '\0');
  file.seekg(0);
  if (!foot || !file.read(head.data(), static_cast<std::streamsize>(head.size())) || head != kHead)
    return corrupt(checkpoint.path);
  for (std::uint32_t i = 0; i < foot->parts; ++i) {
    const auto part = read_part(file, checkpoint.path);
    if (!part) return part.error();
    if (auto done = core.load_part(*part); !done) return done;
  }
  return {};
}

void delete_old_checkpoints(const std::string& folder, std::size_t keep) {
  std::error_code ignored;
  fs::remove(fmt::format("{}/{}", folder, kUnfinished), ignored);
  const auto found = list_checkpoints(folder);
  for (std::size_t i = keep; i < found.size(); ++i) fs::remove(found[i].path, ignored);
}

}  // namespace shrike::engine
