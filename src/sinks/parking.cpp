#include "shrike/sinks/parking.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shrike/base/diag.hpp"
#include "shrike/domain/decision_json.hpp"

namespace shrike::sinks {

namespace {

std::string line_of(const domain::Decision& decision, const Error& why) {
  std::string line;
  JsonWriter out(line);
  out.begin_object();
  out.field("reason", why.message);
  out.key("decision");
  domain::write_decision_row(out, decision, std::nullopt);
  out.end_object();
  return line + '\n';
}

}  // namespace

Result<void> Parking::add(const domain::Decision& decision, const Error& why) {
  if (path_.empty()) return io_error("there is no folder to park decisions in: " + why.message);
  const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return io_error(fmt::format("{}: {}", path_, std::strerror(errno)));
  const std::string line = line_of(decision, why);
  // One write of an appending file is not torn by others; a short one means a full disk.
  const bool done = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fdatasync(fd) == 0;
  ::close(fd);
  if (!done) return io_error(fmt::format("{}: {}", path_, std::strerror(errno)));
  ++count_;
  diag::error("archive", "decision {} is parked in {}: {}", decision.seq(), path_, why.message);
  return {};
}

}  // namespace shrike::sinks
