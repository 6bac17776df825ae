#include "shrike/access/access.hpp"

#include <algorithm>
#include <array>

#include "shrike/base/random.hpp"

namespace shrike::access {

namespace {
constexpr std::array<std::string_view, 6> kRoleWords{"none", "ingest", "viewer", "analyst", "admin", "auditor"};
constexpr std::size_t kSecretBytes = 24;
constexpr std::size_t kPrefixBytes = 12;
constexpr std::size_t kIdBytes = 6;
constexpr std::string_view kKeyCredential = "key:";
constexpr std::string_view kSessionCredential = "session:";
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
  const std::string hash = sha256_hex(key);
  fixed_keys_[hash] = {{role, tenant, name, std::string(kKeyCredential) + hash}, 0};
}

void Access::replace_stored_keys(const std::vector<store::ApiKey>& keys) {
  std::unordered_map<std::string, Key> fresh;
  for (const store::ApiKey& key : keys) {
    const auto role = role_from(key.role);
    auto addresses = AddressList::parse(key.addresses);
    // A list that cannot be read must not let everybody in.
    if (key.revoked_at_us != 0 || !role || !addresses) continue;
    fresh[key.sha256] = {{*role, key.tenant, key.id, std::string(kKeyCredential) + key.sha256},
                         key.expires_at_us,
                         std::move(*addresses)};
  }
  const std::lock_guard lock(mutex_);
  stored_keys_ = std::move(fresh);
}

void Access::allow_addresses(const std::string& tenant, AddressList addresses) {
  const std::lock_guard lock(mutex_);
  if (addresses.empty()) {
    addresses_.erase(tenant);
  } else {
    addresses_.insert_or_assign(tenant, std::move(addresses));
  }
}

bool Access::admits(const std::string& tenant, std::string_view address) const {
  const std::lock_guard lock(mutex_);
  if (addresses_.empty()) return true;
  const auto found = addresses_.find(tenant);
  return found == addresses_.end() || found->second.contains(address);
}

void Access::replace_users(const std::vector<store::User>& users, const Identity* keep) {
  std::unordered_map<std::string, store::User> fresh;
  for (const store::User& user : users) fresh[user.name] = user;
  const std::lock_guard lock(mutex_);
  users_ = std::move(fresh);
  if (keep == nullptr || !keep->credential.starts_with(kSessionCredential)) return;
  const auto session = sessions_.find(keep->credential.substr(kSessionCredential.size()));
  if (session == sessions_.end()) return;
  const auto user = users_.find(session->second.user);
  if (user != users_.end()) session->second.password_at_us = user->second.password_at_us;
}

void Access::replace_tenants(const std::vector<store::Tenant>& tenants) {
  std::unordered_map<std::string, store::Tenant> fresh;
  for (const store::Tenant& tenant : tenants) fresh[tenant.id] = tenant;
  const std::lock_guard lock(mutex_);
  tenants_ = std::move(fresh);
}

std::optional<store::Tenant> Access::tenant(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tenants_.find(id);
  return found == tenants_.end() ? std::nullopt : std::optional(found->second);
}

bool Access::is_suspended_locked(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  return found != tenants_.end() && found->second.suspended;
}

/// Keys and users come from the store with their tenant; a token may name anything.
bool Access::token_counts(const Identity& identity) const {
  const std::lock_guard lock(mutex_);
  const auto found = tenants_.find(identity.tenant);
  return tenants_.empty() || (found != tenants_.end() && !found->second.suspended);
}

const Access::Key* Access::find_key_locked(const std::string& hash) const {
  for (const auto* keys : {&fixed_keys_, &stored_keys_}) {
    const auto found = keys->find(hash);
    if (found == keys->end()) continue;
    if (is_suspended_locked(found->second.identity.tenant)) return nullptr;
    const TimeUs end_us = found->second.expires_at_us;
    return end_us != 0 && end_us <= clock_.now_us() ? nullptr : &found->second;
  }
  return nullptr;
}

std::optional<Identity> Access::by_key(std::string_view key, std::string_view address) const {
  if (tokens_ != nullptr && std::ranges::count(key, '.') == 2) {
    auto token = tokens_->verify(key, clock_.now_us());
    return token && token_counts(*token) ? std::optional(std::move(*token)) : std::nullopt;
  }
  // The look-up is by hash, so its time tells nothing about how much of a guess was right.
  const std::string hash = sha256_hex(key);
  const std::lock_guard lock(mutex_);
  const Key* found = find_key_locked(hash);
  if (found == nullptr) return std::nullopt;
  if (!found->addresses.empty() && !found->addresses.contains(address)) return std::nullopt;
  return found->identity;
}

std::optional<store::User> Access::user(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = users_.find(name);
  return found == users_.end() ? std::nullopt : std::optional(found->second);
}

std::string Access::make_login(Role role, const std::string& tenant) {
  std::string token = random_token(kSecretBytes);
  const std::lock_guard lock(mutex_);
  std::erase_if(logins_, [&](const auto& item) { return item.second.expires_at_us <= clock_.now_us(); });
  if (logins_.size() >= kLoginsMax) logins_.erase(logins_.begin());
  logins_[sha256_hex(token)] = {{role, tenant, "login"}, clock_.now_us() + kLoginUs};
  return token;
}

Result<Access::Session> Access::open_with_login(std::string_view login, std::string address) {
  const std::lock_guard lock(mutex_);
  const auto found = logins_.find(sha256_hex(login));
  if (found == logins_.end() || found->second.expires_at_us <= clock_.now_us()) {
    return Error{ErrorKind::denied, "This sign-in link was already used or is too old. Sign in with an API key."};
  }
  OpenSession session{};
  session.identity = found->second.identity;
  session.address = std::move(address);
  logins_.erase(found);
  return open_locked(std::move(session));
}

Result<Access::Session> Access::open_with_key(std::string_view key, std::string address) {
  const auto identity = by_key(key, address);
  if (!identity || jwt_end_us(identity->credential) != 0)
    return Error{ErrorKind::denied, "This key is not known, was revoked or has expired."};
  if (identity->role == Role::ingest)
    return Error{ErrorKind::denied, "This key may only send events; the dashboard needs a viewer's key."};
  OpenSession session{};
  session.identity = *identity;
  session.address = std::move(address);
  session.key_hash = sha256_hex(key);
  const std::lock_guard lock(mutex_);
  return open_locked(std::move(session));
}

Result<Access::Session> Access::open_with_user(const store::User& user, std::string address) {
  const auto role = role_from(user.role);
  if (!role || *role == Role::ingest) return Error{ErrorKind::denied, "This user may not use the dashboard."};
  OpenSession session{};
  session.identity = {*role, user.tenant, user.name};
  session.address = std::move(address);
  session.user = user.name;
  session.password_at_us = user.password_at_us;
  const std::lock_guard lock(mutex_);
  if (is_suspended_locked(user.tenant)) return Error{ErrorKind::denied, "This user may not use the dashboard."};
  return open_locked(std::move(session));
}

Result<Access::Session> Access::open_locked(OpenSession session) {
  const TimeUs now_us = clock_.now_us();
  std::erase_if(sessions_, [&](const auto& item) { return !holds_locked(item.second); });
  if (sessions_.size() >= kSessionsMax) return Error{ErrorKind::unavailable, "too many open sessions"};
  Session out{random_token(kSecretBytes), {}, 0};
  const std::string hash = sha256_hex(out.token);
  session.id = "ses_" + random_token(kIdBytes);
  session.identity.credential = std::string(kSessionCredential) + hash;
  session.opened_at_us = session.used_at_us = now_us;
  out.identity = session.identity;
  out.expires_at_us = end_of(session);
  sessions_[hash] = std::move(session);
  return out;
}

TimeUs Access::end_of(const OpenSession& session) const {
  return std::min(session.opened_at_us + settings_.session_max_us, session.used_at_us + settings_.session_idle_us);
}

bool Access::holds_locked(const OpenSession& session) const {
  if (end_of(session) <= clock_.now_us() || is_suspended_locked(session.identity.tenant)) return false;
  if (!session.key_hash.empty()) {
    const Key* key = find_key_locked(session.key_hash);
    return key != nullptr && key->identity.role == session.identity.role;
  }
  if (session.user.empty()) return true;
  const auto user = users_.find(session.user);
  return user != users_.end() && !user->second.disabled && user->second.tenant == session.identity.tenant &&
         user->second.password_at_us == session.password_at_us && role_from(user->second.role) == session.identity.role;
}

std::optional<Access::Session> Access::by_session(std::string_view token) {
  if (token.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(sha256_hex(token));
  if (found == sessions_.end()) return std::nullopt;
  if (!holds_locked(found->second)) {
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

std::vector<Access::SessionView> Access::sessions(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  std::vector<SessionView> out;
  for (const auto& [hash, session] : sessions_) {
    if (session.identity.tenant != tenant || !holds_locked(session)) continue;
    out.push_back(
        {session.id, session.identity, session.address, session.opened_at_us, session.used_at_us, end_of(session)});
  }
  std::ranges::sort(out, std::greater(), &SessionView::opened_at_us);
  return out;
}

bool Access::close_session_by_id(const std::string& tenant, const std::string& id) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(sessions_, [&](const auto& item) {
           return item.second.id == id && item.second.identity.tenant == tenant;
         }) > 0;
}

bool Access::holds(const Identity& identity) const {
  const std::string_view credential = identity.credential;
  const std::lock_guard lock(mutex_);
  if (credential.starts_with(kKeyCredential)) {
    const Key* key = find_key_locked(std::string(credential.substr(kKeyCredential.size())));
    return key != nullptr && key->identity.role == identity.role;
  }
  if (const TimeUs end_us = jwt_end_us(credential); end_us != 0)
    return end_us > clock_.now_us() && !is_suspended_locked(identity.tenant);
  const OpenSession* session = find_session_locked(identity);
  return session != nullptr && holds_locked(*session);
}

const Access::OpenSession* Access::find_session_locked(const Identity& identity) const {
  const std::string_view credential = identity.credential;
  if (!credential.starts_with(kSessionCredential)) return nullptr;
  const auto found = sessions_.find(std::string(credential.substr(kSessionCredential.size())));
  return found == sessions_.end() ? nullptr : &found->second;
}

std::optional<store::User> Access::user_of(const Identity& identity) const {
  const std::lock_guard lock(mutex_);
  const OpenSession* session = find_session_locked(identity);
  if (session == nullptr || session->user.empty()) return std::nullopt;
  const auto user = users_.find(session->user);
  return user == users_.end() ? std::nullopt : std::optional(user->second);
}

NewKey make_key(Role role, const std::string& tenant, const std::string& label, TimeUs now_us, TimeUs expires_at_us) {
  NewKey key;
  key.text = "shk_" + std::string(to_string(role)) + "_" + random_token(kSecretBytes);
  key.row.id = "key_" + random_token(kIdBytes);
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
