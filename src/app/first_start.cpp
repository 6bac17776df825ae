#include "first_start.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "shrike/access/totp.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/base/random.hpp"
#include "shrike/store/audit.hpp"
#include "shrike/store/tenants.hpp"

namespace shrike::app {

Result<void> make_data_dir(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return io_error(fmt::format("making the data folder {}: {}", path, error.message()));
  ::chmod(path.c_str(), 0700);
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0)
    return io_error(fmt::format("the data folder {}: {}", path, std::strerror(errno)));
  return {};
}

namespace {

/// 64 hexadecimal digits in a file of that name, made where it is not there. Errors: io, corrupt.
Result<std::string> kept_secret(Folder& folder, std::string_view file_name) {
  constexpr std::size_t kSecretDigits = 64;
  auto secret = read_whole_file(folder, file_name);
  if (!secret && secret.error().kind != ErrorKind::not_found) return secret.error();
  if (secret) {
    while (!secret->empty() && secret->back() == '\n') secret->pop_back();
    if (secret->size() != kSecretDigits)
      return Error{ErrorKind::corrupt, fmt::format("{}/{} does not hold a key", folder.path(), file_name)};
    return secret;
  }
  std::string made = random_token(kSecretDigits / 2);
  if (auto done = write_whole_file(folder, file_name, made); !done) return done.error();
  return made;
}

/// The key and its row of the audit chain, both or none.
Result<void> insert_first_key(store::Database& database, const store::ApiKey& key, const Clock& clock) {
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto done = store::insert_api_key(database, key); !done) return done;
  const store::AuditEntry entry{clock.now_us(), key.tenant, "first start",
                                "admin",        "local",    "key.create",
                                key.id,         "done",     fmt::format(R"({{"role":"{}"}})", key.role)};
  if (auto last = store::append_audit(database, {&entry, 1}); !last) return last.error();
  return transaction->commit();
}

}  // namespace

Result<std::string> card_token_secret(Folder& folder) { return kept_secret(folder, "card_token.key"); }

Result<access::SecretBox> totp_box_of(Folder& folder) {
  constexpr std::string_view kFileName = "totp.key";
  const auto secret = kept_secret(folder, kFileName);
  if (!secret) return secret.error();
  auto box = access::SecretBox::make(*secret);
  if (!box) return Error{ErrorKind::corrupt, fmt::format("{}/{}: {}", folder.path(), kFileName, box.error().message)};
  return box;
}

Result<void> seal_totp_secrets(store::Database& database, const access::SecretBox& box) {
  const auto users = store::load_users(database);
  if (!users) return users.error();
  std::size_t sealed = 0;
  std::size_t lost = 0;
  for (const store::User& user : *users) {
    if (user.totp_secret.empty()) continue;
    if (access::SecretBox::is_sealed(user.totp_secret)) {
      if (!access::open_totp_secret(box, user)) ++lost;
      continue;
    }
    const std::string text = access::seal_totp_secret(box, user, user.totp_secret);
    if (auto done = store::replace_totp_secret(database, user, text); !done) return done;
    ++sealed;
  }
  if (lost > 0)
    diag::error("access", "totp.key is not the one that sealed the second factors of {} users: turn those off", lost);
  return sealed > 0 ? store::destroy_replaced_secrets(database) : Result<void>();
}

Result<void> load_tokens(const Config& config, access::Access& access) {
  if (config.jwt.jwks_file.empty()) return {};
  std::ifstream in(config.jwt.jwks_file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return io_error(fmt::format("{} cannot be read", config.jwt.jwks_file));
  auto tokens = access::JwtVerifier::load(text, config.jwt.issuer, config.jwt.audience);
  if (!tokens) return invalid(fmt::format("{}: {}", config.jwt.jwks_file, tokens.error().message));
  access.set_tokens(std::move(*tokens));
  return {};
}

Result<std::string> load_keys(const Config& config, store::Database& database, access::Access& access,
                              const Clock& clock) {
  const std::string tenant(kDefaultTenant);
  if (!config.admin_key.empty()) access.add_key(config.admin_key, access::Role::admin, tenant, "SHRIKE_ADMIN_KEY");
  if (!config.public_key.empty()) access.add_key(config.public_key, access::Role::ingest, tenant, "SHRIKE_PUBLIC_KEY");
  auto stored = store::list_api_keys(database, tenant);
  if (!stored) return stored.error();
  std::string shown;
  for (const auto& [role, given, word] : {std::tuple{access::Role::admin, &config.admin_key, "Admin key "},
                                          std::tuple{access::Role::ingest, &config.public_key, "Public key"}}) {
    const auto has_role = [&, wanted = role](const store::ApiKey& key) { return key.role == to_string(wanted); };
    if (!given->empty() || std::ranges::any_of(*stored, has_role)) continue;
    access::NewKey key = access::make_key(role, tenant, "made on first start", clock.now_us(), 0);
    if (auto done = insert_first_key(database, key.row, clock); !done) return done.error();
    shown += fmt::format("  {}  {}\n", word, key.text);
    stored->push_back(key.row);
  }
  const auto keys = store::load_api_keys(database);
  if (!keys) return keys.error();
  access.replace_stored_keys(*keys);
  const auto users = store::load_users(database);
  if (!users) return users.error();
  access.replace_users(*users);
  if (auto done = store::adopt_tenants(database, clock.now_us()); !done) return done.error();
  const auto tenants = store::load_tenants(database);
  if (!tenants) return tenants.error();
  access.replace_tenants(*tenants);
  return shown.empty() ? shown : "  These keys are shown once; only their hashes are kept.\n" + shown;
}

}  // namespace shrike::app
