#include "shrike/access/access.hpp"

#include <algorithm>
#include <array>

#include "shrike/base/random.hpp"

namespace shrike::access {

namespace {
constexpr std::array<std::string_view, 6> kRoleWords{"none", "ingest", "viewer", "analyst", "admin", "auditor"};
constexpr std::size_t kSecretBytes = 24;
constexpr std::size_t kPrefixBytes = 12;
}  // namespace

std::string_view to_string(Role role) { return kRoleWords.at(static_cast<std::size_t>(role)); }

std::optional<Role> role_from(std::string_view word) {
  const auto found = std::ranges::find(kRoleWords, word);
  if (found == kRoleWords.end() || found == kRoleWords.begin()) return std::nullopt;
  return static_cast<Role>(found - kRoleWords.begin());
}

bool allows(Role mine, Role least, Manner manner) {
  if (least == Role::none) return true;
  if (mine == Role::auditor) return manner == Manner::reads;
  if (least == Role::auditor) return mine == Role::admin;
  if (least == Role::ingest) return mine == Role::ingest || mine >= Role::analyst;
  return mine >= least;
}

void Access::add_key(std::string_view key, Role role, const std::string& tenant, const std::string& name) {
  const std::lock_guard lock(mutex_);
  fixed_keys_[sha256_hex(key)] = {{role, tenant, name}, 0};
}

void Access::replace_stored_keys(const std::vector<store::ApiKey>& keys) {
  std::unordered_map<std::string, Key> fresh;
  for (const store::ApiKey& key : keys) {
    const auto role = role_from(key.role);
    if (key.revoked_at_us == 0 && role) fresh[key.sha256] = {{*role, key.tenant, key.id}, key.expires_at_us};
  }
  const std::lock_guard lock(mutex_);
  stored_keys_ = std::move(fresh);
}

std::optional<Identity> Access::by_key(std::string_view key) const {
  // The look-up is by hash, so its time tells nothing about how much of a guess was right.
  const std::string hash = sha256_hex(key);
  const std::lock_guard lock(mutex_);
  for (const auto* keys : {&fixed_keys_, &stored_keys_}) {
    const auto found = keys->find(hash);
    if (found == keys->end()) continue;
    if (found->second.expires_at_us != 0 && found->second.expires_at_us <= clock_.now_us()) return std::nullopt;
    return found->second.identity;
  }
  return std::nullopt;
}

std::string Access::make_login(Role role, const std::string& tenant) {
  std::string token = random_token(kSecretBytes);
  const std::lock_guard lock(mutex_);
  std::erase_if(logins_, [&](const auto& item) { return item.second.expires_at_us <= clock_.now_us(); });
  if (logins_.size() >= kLoginsMax) logins_.erase(logins_.begin());
  logins_[sha256_hex(token)] = {{role, tenant, "login"}, clock_.now_us() + kLoginUs};
  return token;
}

Result<Access::Session> Access::open_with_login(std::string_view login) {
  const std::lock_guard lock(mutex_);
  const auto found = logins_.find(sha256_hex(login));
  if (found == logins_.end() || found->second.expires_at_us <= clock_.now_us()) {
    return Error{ErrorKind::denied, "This sign-in link was already used or is too old. Sign in with an API key."};
  }
  Identity identity = found->second.identity;
  logins_.erase(found);
  return open_locked(std::move(identity));
}

Result<Access::Session> Access::open_with_key(std::string_view key) {
  auto identity = by_key(key);
  if (!identity) return Error{ErrorKind::denied, "This key is not known, was revoked or has expired."};
  if (identity->role == Role::ingest)
    return Error{ErrorKind::denied, "This key may only send events; the dashboard needs a viewer's key."};
  const std::lock_guard lock(mutex_);
  return open_locked(std::move(*identity));
}

Result<Access::Session> Access::open_locked(Identity identity) {
  const TimeUs now_us = clock_.now_us();
  std::erase_if(sessions_, [&](const auto& item) { return end_of(item.second) <= now_us; });
  if (sessions_.size() >= kSessionsMax) return Error{ErrorKind::unavailable, "too many open sessions"};
  Session out{random_token(kSecretBytes), identity, 0};
  const OpenSession session{std::move(identity), now_us, now_us};
  out.expires_at_us = end_of(session);
  sessions_[sha256_hex(out.token)] = session;
  return out;
}

TimeUs Access::end_of(const OpenSession& session) const {
  return std::min(session.opened_at_us + kSessionMaxUs, session.used_at_us + kSessionIdleUs);
}

std::optional<Access::Session> Access::by_session(std::string_view token) {
  if (token.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(sha256_hex(token));
  if (found == sessions_.end()) return std::nullopt;
  if (end_of(found->second) <= clock_.now_us()) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.used_at_us = clock_.now_us();
  return Session{{}, found->second.identity, end_of(found->second)};
}

void Access::close_session(std::string_view token) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(sha256_hex(token));
}

NewKey make_key(Role role, const std::string& tenant, const std::string& label, TimeUs now_us, TimeUs expires_at_us) {
  NewKey key;
  key.text = "shk_" + std::string(to_string(role)) + "_" + random_token(kSecretBytes);
  key.row.id = "key_" + random_token(6);
  key.row.prefix = key.text.substr(0, kPrefixBytes + 4);
  key.row.sha256 = sha256_hex(key.text);
  key.row.role = to_string(role);
  key.row.tenant = tenant;
  key.row.label = label;
  key.row.created_at_us = now_us;
  key.row.expires_at_us = expires_at_us;
  return key;
}

}  // namespace shrike::access
