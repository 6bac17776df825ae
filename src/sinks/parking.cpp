#include "shrike/sinks/parking.hpp"

#include "shrike/base/diag.hpp"
#include "shrike/base/fault_point.hpp"
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
  if (folder_ == nullptr) return io_error("there is no folder to park decisions in: " + why.message);
  SHRIKE_FAULT_POINT("archive.before_park");
  auto file = folder_->open(kFileName, OpenMode::create);
  if (!file) return file.error();
  const auto size = (*file)->size();
  if (!size) return size.error();
  // A crash may have left a torn line: it gets its end first.
  char last = '\n';
  if (*size > 0) {
    if (auto done = (*file)->read_at({&last, 1}, *size - 1); !done) return done;
  }
  if (auto done = (*file)->write_at((last == '\n' ? "" : "\n") + line_of(decision, why), *size); !done) return done;
  if (auto done = (*file)->sync(); !done) return done;
  if (*size == 0) {
    if (auto done = folder_->sync_names(); !done) return done;
  }
  SHRIKE_FAULT_POINT("archive.after_park");
  ++count_;
  diag::error("archive", "decision {} is parked in {}: {}", decision.seq(), kFileName, why.message);
  return {};
}

}  // namespace shrike::sinks
