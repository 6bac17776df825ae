#pragma once
// From which risk on events are reviewed, where an event of the log has set it. Engine thread only.
#include <map>
#include <optional>
#include <string>

#include "shrike/base/byte_codec.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

class Thresholds {
 public:
  static constexpr std::size_t kTenantsMax = 10'000;  ///< that are held; of further ones the settings' levels stand

  void set(const std::string& tenant, const domain::ThresholdChange& change);
  /// None: the settings' levels decide.
  [[nodiscard]] std::optional<double> of(const std::string& tenant, domain::EventKind about) const;

  /// Byte form: docs/formats/checkpoint.md. Loading replaces; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct OfTenant {
    std::optional<double> transactions;
    std::optional<double> messages;
  };
  std::map<std::string, OfTenant, std::less<>> tenants_;
};

}  // namespace shrike::engine
