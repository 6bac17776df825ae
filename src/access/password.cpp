#include "shrike/access/password.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "shrike/base/card_numbers.hpp"
#include "shrike/base/random.hpp"

namespace shrike::access {

namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = 19'456UL * 1'024UL;
constexpr std::size_t kUserNameMax = 64;
constexpr std::size_t kShortName = 3;  // shorter names stand in many words

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// One piece again and again: "abcabcabcabc", "aaaaaaaaaaaa".
bool is_repeated(std::string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return false;
}

/// "abcdefghijkl", "987654321098".
bool is_run(std::string_view text) {
  for (const int step : {1, -1}) {
    const auto follows = [&](char a, char b) {
      return b - a == step || (step == 1 && a == '9' && b == '0') || (step == -1 && a == '0' && b == '9');
    };
    if (std::ranges::adjacent_find(text, [&](char a, char b) { return !follows(a, b); }) == text.end()) return true;
  }
  return false;
}

/// In lower case, sorted.
constexpr std::string_view kCommon[] = {
#include "common_passwords.inc"
};
static_assert(std::ranges::is_sorted(kCommon));

}  // namespace

Result<void> check_password(std::string_view user, std::string_view password) {
  const std::size_t length = characters(password);
  if (length < kPasswordCharactersMin || length > kPasswordCharactersMax) {
    return invalid(
        fmt::format("password: expected {} to {} characters", kPasswordCharactersMin, kPasswordCharactersMax));
  }
  const std::string small = lower(password);
  if (user.size() >= kShortName && small.find(lower(user)) != std::string::npos)
    return invalid("password: must not hold the user's name");
  if (std::ranges::binary_search(kCommon, std::string_view(small)))
    return invalid("password: this one is among those that many people take");
  if (is_repeated(small)) return invalid("password: must not be one piece repeated");
  if (is_run(small)) return invalid("password: must not be a run of neighbouring characters");
  return {};
}

Result<void> check_user_name(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '@';
  });
  if (!find_card_numbers(name).empty()) return invalid("name: expected no card number");
  if (plain && !name.empty() && name.size() <= kUserNameMax) return {};
  return invalid(fmt::format("name: expected 1 to {} of a-z, 0-9, '.', '_', '-', '@'", kUserNameMax));
}

Result<std::string> hash_password(std::string_view password) {
  SHRIKE_ASSERT(sodium_init() >= 0);
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(text, password.data(), password.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorKind::unavailable, "not enough memory to hash a password"};
  return std::string(text);
}

bool password_fits(const std::string& hash, std::string_view password) {
  SHRIKE_ASSERT(sodium_init() >= 0);
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodys_password_hash() {
  static const std::string hash = hash_password(random_token(kPasswordCharactersMin)).value();
  return hash;
}

}  // namespace shrike::access
