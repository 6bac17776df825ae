#pragma once
// Who is asking, and what they may do.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"
#include "shrike/store/api_keys.hpp"

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

struct Identity {
  Role role = Role::none;
  std::string tenant;
  std::string name;  ///< key id or "login"; for audit and diag, never the key itself
};

inline constexpr TimeUs kLoginUs = 30 * kMinuteUs;  ///< a one-time login may be used this long
inline constexpr TimeUs kSessionIdleUs = 8 * kHourUs;
inline constexpr TimeUs kSessionMaxUs = 24 * kHourUs;
inline constexpr std::size_t kSessionsMax = 10'000;
inline constexpr std::size_t kLoginsMax = 100;

/// Keys, one-time logins and sessions in memory. Thread-safe. Keys are held as hashes only.
class Access {
 public:
  explicit Access(const Clock& clock) : clock_(clock) {}

  /// A key from the environment.
  void add_key(std::string_view key, Role role, const std::string& tenant, const std::string& name);
  /// Replaces the keys that came from the store: revoked and expired ones end at once.
  void replace_stored_keys(const std::vector<store::ApiKey>& keys);
  [[nodiscard]] std::optional<Identity> by_key(std::string_view key) const;

  /// A token that opens one session within kLoginUs.
  std::string make_login(Role role, const std::string& tenant);

  struct Session {
    std::string token;  ///< for the cookie; not kept
    Identity identity;
    TimeUs expires_at_us;
  };
  /// Errors: denied (unknown, used or late), unavailable (too many sessions).
  Result<Session> open_with_login(std::string_view login);
  Result<Session> open_with_key(std::string_view key);
  /// Also counts as activity. nullopt when unknown or over.
  std::optional<Session> by_session(std::string_view token);
  void close_session(std::string_view token);

 private:
  struct Key {
    Identity identity;
    TimeUs expires_at_us = 0;
  };
  struct OpenSession {
    Identity identity;
    TimeUs opened_at_us;
    TimeUs used_at_us;
  };
  Result<Session> open_locked(Identity identity);
  [[nodiscard]] TimeUs end_of(const OpenSession& session) const;

  const Clock& clock_;
  mutable std::mutex mutex_;  // guards everything below; all maps by SHA-256 of the secret
  std::unordered_map<std::string, Key> fixed_keys_;
  std::unordered_map<std::string, Key> stored_keys_;
  std::map<std::string, Key> logins_;
  std::unordered_map<std::string, OpenSession> sessions_;
};

/// A new key: its text, shown once, and the row to store. `label` is for people.
struct NewKey {
  std::string text;
  store::ApiKey row;
};
NewKey make_key(Role role, const std::string& tenant, const std::string& label, TimeUs now_us, TimeUs expires_at_us);

}  // namespace shrike::access
