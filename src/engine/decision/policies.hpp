#pragma once
// Where the policy of a tenant differs, as events of the log have set it. Engine thread only.
#include <map>
#include <string>

#include "shrike/base/byte_codec.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

class Policies {
 public:
  static constexpr std::size_t kTenantsMax = 10'000;  ///< that are held; of further ones the settings' policy stands

  void set(const std::string& tenant, const domain::SettingsChange& change);
  /// None: the settings' policy decides.
  [[nodiscard]] const domain::TenantPolicyPtr& of(const std::string& tenant) const;

  /// Byte form: docs/formats/checkpoint.md. Loading replaces; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  std::map<std::string, domain::TenantPolicyPtr, std::less<>> tenants_;
};

}  // namespace shrike::engine
