#pragma once
// People who sign in by name and password.
#include <cstdint>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"

namespace shrike::store {

struct User {
  std::string name;  ///< of all tenants only one has it
  std::string tenant;
  std::string role;
  std::string password_hash;   ///< Argon2id, in the form of libsodium's crypto_pwhash_str
  std::string totp_secret;     ///< sealed (access/secret_box.hpp); empty = none
  std::int64_t totp_step = 0;  ///< the last one whose code was used
  TimeUs created_at_us = 0;
  TimeUs password_at_us = 0;  ///< when the password was set; sessions from before it end
  bool totp_on = false;       ///< false: the secret was shown but never confirmed
  bool disabled = false;
};

/// Most users of all tenants that load_users gives.
inline constexpr std::size_t kUsersMax = 10'000;

/// Errors: conflict (the name is taken), as Database.
Result<void> insert_user(Database& database, const User& user);
/// Replaces role, disabled, password and TOTP of the user of that tenant and name. Errors: not_found, as Database.
Result<void> update_user(Database& database, const User& user);
/// The step of a TOTP code that was used; never goes back. Errors: as Database.
Result<void> use_totp_step(Database& database, const std::string& name, std::int64_t step);
/// Puts `to` in the place of the user's TOTP secret, where that is still the one of `user`. Errors: as Database.
Result<void> replace_totp_secret(Database& database, const User& user, const std::string& to);
/// Overwrites what replaced secrets left in the database's own files, beside the table. Errors: unavailable (somebody
/// reads just now), as Database.
Result<void> destroy_replaced_secrets(Database& database);
/// Errors: not_found, as Database.
Result<User> find_user(Database& database, const std::string& tenant, const std::string& name);
/// By name. Errors: as Database.
Result<std::vector<User>> list_users(Database& database, const std::string& tenant);
/// Of every tenant, for the sign-in. Errors: as Database.
Result<std::vector<User>> load_users(Database& database);

}  // namespace shrike::store
