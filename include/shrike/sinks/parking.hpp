#pragma once
// Where the archive puts what the store refuses for good, so that one bad row does not stop all others.
#include <atomic>
#include <cstdint>

#include "shrike/base/folder.hpp"
#include "shrike/domain/decision.hpp"

namespace shrike::sinks {

/// Appends to a file of JSON lines: {"reason": …, "decision": …}. Archive's thread; `count` is for any.
class Parking {
 public:
  static constexpr std::string_view kFileName = "parked.ndjson";

  /// `folder` null: nothing can be parked.
  explicit Parking(Folder* folder) : folder_(folder) {}
  /// Returns when it is durable. Error: io.
  Result<void> add(const domain::Decision& decision, const Error& why);
  /// Decisions parked since the start.
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Folder* const folder_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace shrike::sinks
