#include <algorithm>
#include <array>

#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

namespace {

constexpr std::array<std::string_view, 37> kForbidden{"cvv",
                                                      "cvv1",
                                                      "cvv2",
                                                      "cvc",
                                                      "cvc1",
                                                      "cvc2",
                                                      "cvn",
                                                      "cvn2",
                                                      "cvd",
                                                      "csc",
                                                      "cav",
                                                      "cav2",
                                                      "icvv",
                                                      "cid",
                                                      "pin",
                                                      "pinblock",
                                                      "pincode",
                                                      "pindata",
                                                      "cardpin",
                                                      "cardcvv",
                                                      "cardcvc",
                                                      "cardcvv2",
                                                      "cardcvc2",
                                                      "cvvcode",
                                                      "cvccode",
                                                      "track",
                                                      "track1",
                                                      "track2",
                                                      "track3",
                                                      "trackdata",
                                                      "track1data",
                                                      "track2data",
                                                      "magstripe",
                                                      "securitycode",
                                                      "cardsecuritycode",
                                                      "verificationcode",
                                                      "cardverificationvalue"};
constexpr std::size_t kLongest = 24;

}  // namespace

bool is_forbidden_field(std::string_view name) {
  std::array<char, kLongest> plain{};
  std::size_t size = 0;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ' || c == '.') continue;
    if (size == kLongest) return false;
    plain[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return std::ranges::find(kForbidden, std::string_view(plain.data(), size)) != kForbidden.end();
}

}  // namespace shrike::sources
