#pragma once
// Who is asking, and what they may do.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shrike/access/address_list.hpp"
#include "shrike/access/identity.hpp"
#include "shrike/access/jwt.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"
#include "shrike/store/api_keys.hpp"
#include "shrike/store/tenants.hpp"
#include "shrike/store/users.hpp"

namespace shrike::access {

inline constexpr TimeUs kLoginUs = 30 * kMinuteUs;  ///< a one-time login may be used this long
inline constexpr TimeUs kSessionIdleUs = 8 * kHourUs;
inline constexpr TimeUs kSessionMaxUs = 24 * kHourUs;
inline constexpr std::size_t kSessionsMax = 10'000;
inline constexpr std::size_t kLoginsMax = 100;

struct AccessSettings {
  TimeUs session_idle_us = kSessionIdleUs;  ///< without a request
  TimeUs session_max_us = kSessionMaxUs;    ///< from its beginning
};

/// Keys, users, one-time logins and sessions in memory. Thread-safe. Secrets are held as hashes only. A session ends
/// with what opened it: when its key is revoked, has expired or has another role, when its user is disabled, has
/// another role or another password, when its tenant is suspended.
class Access {
 public:
  explicit Access(const Clock& clock, AccessSettings settings = {}) : clock_(clock), settings_(settings) {}

  /// A key from the environment.
  void add_key(std::string_view key, Role role, const std::string& tenant, const std::string& name);
  /// Replaces the keys that came from the store: revoked and expired ones end at once.
  void replace_stored_keys(const std::vector<store::ApiKey>& keys);
  /// `keep`: whose session outlives the change of the own password that it made.
  void replace_users(const std::vector<store::User>& users, const Identity* keep = nullptr);
  /// From where the keys and people of the tenant may come; an empty list: from everywhere.
  void allow_addresses(const std::string& tenant, AddressList addresses);
  [[nodiscard]] bool admits(const std::string& tenant, std::string_view address) const;
  /// From then on nobody of a suspended tenant is known, and no token of a tenant that is not there.
  void replace_tenants(const std::vector<store::Tenant>& tenants);
  /// As it was last loaded; nullopt where it is not there.
  [[nodiscard]] std::optional<store::Tenant> tenant(const std::string& id) const;
  /// Whose tokens count beside the keys. Before the first request.
  void set_tokens(std::unique_ptr<const JwtVerifier> tokens) { tokens_ = std::move(tokens); }
  /// A key, or a token of the identity provider. From an address that the key does not allow it is not known.
  [[nodiscard]] std::optional<Identity> by_key(std::string_view key, std::string_view address = {}) const;
  [[nodiscard]] std::optional<store::User> user(const std::string& name) const;

  /// A token that opens one session within kLoginUs.
  std::string make_login(Role role, const std::string& tenant);

  struct Session {
    std::string token;  ///< for the cookie; not kept
    Identity identity;
    TimeUs expires_at_us = 0;
  };
  /// Errors: denied (unknown, used or late), unavailable (too many sessions). `address` is shown in sessions().
  Result<Session> open_with_login(std::string_view login, std::string address = {});
  Result<Session> open_with_key(std::string_view key, std::string address = {});
  /// Whose password was right.
  Result<Session> open_with_user(const store::User& user, std::string address = {});
  /// Also counts as activity. nullopt when unknown or over.
  std::optional<Session> by_session(std::string_view token);
  void close_session(std::string_view token);

  /// One open session, as people see it.
  struct SessionView {
    std::string id;
    Identity identity;
    std::string address;
    TimeUs opened_at_us, used_at_us, expires_at_us;
  };
  /// Newest first.
  [[nodiscard]] std::vector<SessionView> sessions(const std::string& tenant) const;
  /// False when that tenant has no such session.
  bool close_session_by_id(const std::string& tenant, const std::string& id);

  /// Who signed in by name and password; nullopt for everybody else.
  [[nodiscard]] std::optional<store::User> user_of(const Identity& identity) const;
  /// Whether what an earlier by_key or by_session gave still holds, with the same role. Does not count as activity.
  [[nodiscard]] bool holds(const Identity& identity) const;

 private:
  struct Key {
    Identity identity;
    TimeUs expires_at_us = 0;
    AddressList addresses = {};  // empty = all
  };
  struct OpenSession {
    std::string id;
    Identity identity;
    std::string address;
    std::string key_hash;   // of the key that opened it, or
    std::string user;       // the user who did, with
    TimeUs password_at_us;  // the password of that time; both empty: a one-time login
    TimeUs opened_at_us;
    TimeUs used_at_us;
  };
  Result<Session> open_locked(OpenSession session);
  [[nodiscard]] TimeUs end_of(const OpenSession& session) const;
  [[nodiscard]] const Key* find_key_locked(const std::string& hash) const;
  [[nodiscard]] const OpenSession* find_session_locked(const Identity& identity) const;
  [[nodiscard]] bool holds_locked(const OpenSession& session) const;
  [[nodiscard]] bool is_suspended_locked(const std::string& tenant) const;
  [[nodiscard]] bool token_counts(const Identity& identity) const;

  const Clock& clock_;
  const AccessSettings settings_;
  std::unique_ptr<const JwtVerifier> tokens_;
  mutable std::mutex mutex_;  // guards everything below; secrets are looked up by their SHA-256
  std::unordered_map<std::string, Key> fixed_keys_;
  std::unordered_map<std::string, Key> stored_keys_;
  std::unordered_map<std::string, store::User> users_;
  std::unordered_map<std::string, store::Tenant> tenants_;  // by id; empty: not loaded, so everybody counts
  std::unordered_map<std::string, AddressList> addresses_;  // by tenant; none: from everywhere
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
