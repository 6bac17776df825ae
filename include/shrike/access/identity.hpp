#pragma once
// Roles, and who is asking.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shrike/domain/event.hpp"

namespace shrike::access {

/// `ingest` sends events and sees only its own answers; from viewer to admin each may do more. `auditor` reads
/// everything, the audit chain too, and changes nothing.
enum class Role : std::uint8_t { none = 0, ingest = 1, viewer = 2, analyst = 3, admin = 4, auditor = 5 };
std::string_view to_string(Role role);
std::optional<Role> role_from(std::string_view word);

/// Whether a request changes something.
enum class Manner : std::uint8_t { reads, changes };
/// True where somebody of role `mine` may do what needs `least`. Viewers may not send events; analysts and admins may.
/// What needs `auditor` an admin may too.
bool allows(Role mine, Role least, Manner manner);

using domain::kOperatorTenant;

struct Identity {
  Role role = Role::none;
  std::string tenant;
  std::string name;             ///< key id, user name or "login"; for audit and diag, never the key itself
  std::string credential = {};  ///< by what Access::holds knows it again

  [[nodiscard]] bool is_operator() const { return tenant == kOperatorTenant; }
};

}  // namespace shrike::access
