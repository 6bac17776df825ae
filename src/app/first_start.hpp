#pragma once
// What a new data directory needs: the folder, its secrets, the first keys.
#include <string>

#include "shrike/access/access.hpp"
#include "shrike/access/secret_box.hpp"
#include "shrike/app/config.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/store/database.hpp"

namespace shrike::app {

inline constexpr std::string_view kDefaultTenant = access::kOperatorTenant;

/// Makes the folder, readable by the owner only. Error: io.
Result<void> make_data_dir(const std::string& path);
/// The secret behind card tokens, made on first use and kept in `card_token.key` (0600). Errors: io, corrupt.
Result<std::string> card_token_secret(Folder& folder);
/// What seals the secrets of second factors, by a key made on first use and kept in `totp.key` (0600). Errors: io,
/// corrupt.
Result<access::SecretBox> totp_box_of(Folder& folder);
/// Seals what an earlier version left readable, and says so where `box` opens a secret no more. Errors: as Database.
Result<void> seal_totp_secrets(store::Database& database, const access::SecretBox& box);
/// Lets `access` take the tokens that the configuration names, if any. Errors: invalid, io.
Result<void> load_tokens(const Config& config, access::Access& access);
/// Reads the stored keys into `access`, with those of the configuration. Where there are none of either kind, makes an
/// admin and a public key and returns the words that show them once; otherwise an empty text.
Result<std::string> load_keys(const Config& config, store::Database& database, access::Access& access,
                              const Clock& clock);

}  // namespace shrike::app
