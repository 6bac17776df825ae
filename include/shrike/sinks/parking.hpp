#pragma once
// Where the archive puts what the store refuses for good, so that one bad row does not stop all others.
#include <atomic>
#include <string>

#include "shrike/base/result.hpp"
#include "shrike/domain/decision.hpp"

namespace shrike::sinks {

/// Appends to a file of JSON lines: {"reason": …, "decision": …}. Archive's thread; `count` is for any.
class Parking {
 public:
  /// `folder` empty: nothing can be parked.
  explicit Parking(const std::string& folder) : path_(folder.empty() ? "" : folder + "/parked.ndjson") {}
  /// Returns when it is durable. Error: io.
  Result<void> add(const domain::Decision& decision, const Error& why);
  /// Decisions parked since the start.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  const std::string path_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace shrike::sinks
