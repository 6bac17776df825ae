#include "scam_words.hpp"

#include <array>
#include <unordered_set>

namespace shrike::engine {

namespace {

constexpr std::size_t kWordBytesMin = 4;
/// Of four and more letters: not those of everyday chat, which "b4", "2day" and "gr8" would otherwise turn into.
constexpr std::string_view kMore[] = {"account",   "bank",     "banking", "free",        "cash",
                                      "money",     "click",    "urgent",  "prize",       "winner",
                                      "claim",     "viagra",   "cialis",  "password",    "verify",
                                      "login",     "secure",   "bonus",   "casino",      "bitcoin",
                                      "crypto",    "loan",     "credit",  "debit",       "refund",
                                      "invest",    "offer",    "reward",  "gift",        "wallet",
                                      "pharmacy",  "pills",    "card",    "confirm",     "update",
                                      "suspended", "blocked",  "locked",  "limited",     "payment",
                                      "support",   "security", "invoice", "parcel",      "delivery",
                                      "police",    "arrest",   "winning", "lottery",     "congratulations",
                                      "discount",  "cheap",    "porn",    "nude",        "sexy",
                                      "code",      "link",     "call",    "immediately", "expire",
                                      "expires",   "deposit",  "transfer"};

constexpr std::string_view kBrands[] = {
    "bankofamerica", "americanexpress", "nationwide", "mastercard", "santander", "microsoft",  "instagram", "royalmail",
    "wellsfargo",    "barclays",        "coinbase",   "facebook",   "citibank",  "capitalone", "metamask",  "linkedin",
    "postoffice",    "binance",         "netflix",    "natwest",    "spotify",   "whatsapp",   "telegram",  "vodafone",
    "verizon",       "halifax",         "revolut",    "walmart",    "commbank",  "fidelity",   "outlook",   "paypal",
    "amazon",        "google",          "icloud",     "lloyds",     "monzo",     "hermes",     "apple",     "chase",
    "venmo",         "zelle",           "fedex",      "ebay",       "hsbc",      "usps",       "hmrc",      "evri",
    "ezpass",        "sunpass",         "dhl",        "ups",        "irs",       "dpd",        "dvla"};

const std::unordered_set<std::string_view>& words() {
  static const std::unordered_set<std::string_view> kWords = [] {
    std::unordered_set<std::string_view> out(std::begin(kMore), std::end(kMore));
    for (const std::string_view brand : kBrands) {
      if (brand.size() >= kWordBytesMin) out.insert(brand);
    }
    return out;
  }();
  return kWords;
}

}  // namespace

bool is_scam_word(std::string_view word) { return words().contains(word); }
std::span<const std::string_view> brands() { return kBrands; }

}  // namespace shrike::engine
