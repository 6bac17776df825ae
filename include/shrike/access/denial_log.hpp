#pragma once
// Denials for the audit chain, bounded: what is repeated is counted.
#include <functional>
#include <map>
#include <string>

#include "shrike/base/clock.hpp"
#include "shrike/store/audit.hpp"

namespace shrike::access {

/// The first denial of an address at one action and object is recorded at once; more of them within a minute give one
/// row with their number at its end. I/O thread only.
class DenialLog {
 public:
  static constexpr TimeUs kWindowUs = kMinuteUs;
  static constexpr std::size_t kPlacesMax = 1'024;  ///< kept apart at a time; what is beyond shares one row
  using Record = std::function<void(store::AuditEntry)>;

  DenialLog(const Clock& clock, Record record) : clock_(clock), record_(std::move(record)) {}

  void note(store::AuditEntry entry);
  /// Records the numbers that are due. Call every few seconds.
  void tick();
  [[nodiscard]] std::size_t places() const { return places_.size(); }

 private:
  struct Place {
    store::AuditEntry first;
    TimeUs began_us;  // steady
    std::uint64_t more = 0;
  };
  const Clock& clock_;
  Record record_;
  std::map<std::string, Place> places_;
};

}  // namespace shrike::access
