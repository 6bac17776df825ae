#pragma once
// What a new data directory needs: the folder, the secret for card tokens, the first keys.
#include <string>

#include "shrike/access/access.hpp"
#include "shrike/app/config.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/store/database.hpp"

namespace shrike::app {

inline constexpr std::string_view kDefaultTenant = access::kOperatorTenant;

/// Makes the folder, readable by the owner only. Error: io.
Result<void> make_data_dir(const std::string& path);
/// The secret behind card tokens, made on first use and kept in `card_token.key` (0600). Errors: io, corrupt.
Result<std::string> card_token_secret(Folder& folder);
/// Lets `access` take the tokens that the configuration names, if any. Errors: invalid, io.
Result<void> load_tokens(const Config& config, access::Access& access);
/// Reads the stored keys into `access`, with those of the configuration. Where there are none of either kind, makes an
/// admin and a public key and returns the words that show them once; otherwise an empty text.
Result<std::string> load_keys(const Config& config, store::Database& database, access::Access& access,
                              const Clock& clock);

}  // namespace shrike::app
