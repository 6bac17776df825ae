#include "links.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "scam_words.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kLinksMax = 32;  ///< of a text; the rest is not looked at
constexpr std::size_t kLinkBytesMax = 256;
constexpr std::size_t kBrandInsideMin = 6;  ///< shorter names count as a whole piece only: "dhl", "apple"

using Names = std::unordered_set<std::string_view>;

const Names& shorteners() {
  static const Names kNames{"bit.ly",  "tinyurl.com", "goo.gl",   "t.co",        "is.gd",      "ow.ly",     "cutt.ly",
                            "rb.gy",   "bit.do",      "tiny.cc",  "shorturl.at", "rebrand.ly", "buff.ly",   "adf.ly",
                            "t.ly",    "v.gd",        "s.id",     "lnkd.in",     "soo.gd",     "clck.ru",   "qr.ae",
                            "t2m.io",  "urlz.fr",     "dik.si",   "smsg.io",     "u.to",       "short.gy",  "tr.im",
                            "bl.ink",  "tiny.one",    "rotf.lol", "x.gd",        "did.li",     "linktr.ee", "wa.me",
                            "snip.ly", "2no.co",      "kutt.it",  "shorte.st",   "bc.vc"};
  return kNames;
}

const Names& usual_domains() {
  static const Names kNames{"com", "org", "net", "edu", "gov", "mil", "int", "uk",     "de",  "fr",  "es", "it",
                            "nl",  "be",  "ch",  "at",  "se",  "no",  "dk",  "fi",     "pl",  "ie",  "pt", "us",
                            "ca",  "au",  "nz",  "in",  "sg",  "my",  "jp",  "kr",     "cn",  "br",  "mx", "za",
                            "tr",  "gr",  "cz",  "hu",  "ro",  "eu",  "co",  "io",     "app", "dev", "tv", "me",
                            "ng",  "ke",  "gh",  "ph",  "id",  "th",  "vn",  "hk",     "tw",  "il",  "ae", "sa",
                            "pk",  "bd",  "lk",  "ar",  "cl",  "pe",  "ua",  "example"};
  return kNames;
}

/// Endings that make a link of a name without "http" or "www"; the others are too often a full stop without a space.
const Names& plain_link_endings() {
  static const Names kNames{"com",  "org",  "net",     "uk",  "biz",  "info",  "xyz",  "top", "online", "site",
                            "club", "shop", "click",   "icu", "vip",  "buzz",  "cc",   "ru",  "cn",     "tk",
                            "ml",   "gq",   "cf",      "ga",  "live", "store", "link", "eu",  "de",     "fr",
                            "in",   "au",   "support", "app", "io",   "mobi",  "co",   "cfd", "sbs",    "ly"};
  return kNames;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_address(std::string_view host, const std::vector<std::string_view>& labels) {
  return host.starts_with('[') || (labels.size() == 4 && std::ranges::all_of(labels, is_number)) ||
         (labels.size() == 1 && (host.starts_with("0x") || is_number(host)));
}

/// Letters that look alike in a narrow font, as one. The same for genuine names, which are compared in this form too.
std::string skeleton(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view pair = text.substr(i, 2);
    if (pair == "rn" || pair == "vv") {
      out += pair == "rn" ? 'm' : 'w';
      ++i;
    } else {
      const std::size_t at = std::string_view("01i35").find(text[i]);
      out += at == std::string_view::npos ? text[i] : "olles"[at];
    }
  }
  return out;
}

/// The skeletons of the well-known names.
const std::vector<std::string>& shapes() {
  static const std::vector<std::string> kShapes = [] {
    std::vector<std::string> out;
    for (const std::string_view brand : brands()) out.push_back(skeleton(brand));
    return out;
  }();
  return kShapes;
}

/// The label that somebody registered: before the ending, or before a double ending ("co.uk").
std::size_t registered_label(const std::vector<std::string_view>& labels) {
  if (labels.size() < 2) return 0;
  const std::string_view second = labels[labels.size() - 2];
  const bool twofold = labels.size() > 2 && labels.back().size() == 2 &&
                       (second == "co" || second == "com" || second == "org" || second == "gov" || second == "ac" ||
                        second == "net" || second == "edu");
  return labels.size() - (twofold ? 3 : 2);
}

bool imitates(const std::vector<std::string_view>& labels) {
  const std::string_view own = labels[registered_label(labels)];
  if (std::ranges::find(brands(), own) != brands().end()) return !usual_domains().contains(labels.back());
  for (const std::string_view label : labels) {
    if (label.starts_with("xn--")) return true;
    const std::string whole = skeleton(label);
    const auto pieces = split(whole, "-");
    for (const std::string& shape : shapes()) {
      if (shape.size() >= kBrandInsideMin ? whole.find(shape) != std::string::npos
                                          : std::ranges::find(pieces, shape) != pieces.end())
        return true;
    }
  }
  return false;
}

/// The host of a word that is a link, in lower case; empty when it is none.
std::string host_of(std::string_view word) {
  std::string lower;
  for (const char c : word.substr(0, kLinkBytesMax)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  bool sure = false;
  for (const std::string_view scheme : {"https://", "http://", "hxxp://", "hxxps://"}) {
    if (const std::size_t at = lower.find(scheme); at != std::string::npos) {
      lower.erase(0, at + scheme.size());
      sure = true;
      break;
    }
  }
  const std::size_t end = lower.find_first_of("/?#\\");
  const bool has_path = end != std::string::npos && end + 1 < lower.size();
  std::string host = lower.substr(0, end);
  const std::size_t user_end = host.rfind('@');
  if (user_end != std::string::npos) {
    if (!sure) return {};  // an e-mail address
    host.erase(0, user_end + 1);
  }
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  while (!host.empty() && (host.back() == '.' || host.back() == ',')) host.pop_back();
  if (host.starts_with("www.")) {
    sure = true;
    host.erase(0, 4);
  }
  const auto labels = split(host, ".");
  const bool named = labels.size() > 1 && std::ranges::none_of(labels, &std::string_view::empty);
  const bool letters = named && !is_number(labels.back());
  if (sure) return host;
  if (!letters) return named && labels.size() == 4 && has_path && std::ranges::all_of(labels, is_number) ? host : "";
  if (!std::ranges::all_of(labels.back(), [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  return plain_link_endings().contains(labels.back()) || (has_path && labels.back().size() >= 2) ? host : "";
}

}  // namespace

LinkFindings find_links(std::string_view raw) {
  LinkFindings out;
  constexpr std::string_view kBorders = " \t\r\n\"'<>(){}|,;";
  std::size_t seen = 0;
  for (std::size_t start = 0; start < raw.size() && seen < kLinksMax;) {
    const std::size_t end = std::min(raw.find_first_of(kBorders, start), raw.size());
    const std::string_view word = raw.substr(start, end - start);
    start = end + 1;
    if (word.size() < 4 || word.substr(0, kLinkBytesMax).find_first_of("./") == std::string_view::npos) continue;
    const std::string host = host_of(word);
    if (host.empty()) continue;
    const auto labels = split(host, ".");
    out.any = true;
    ++seen;
    if (is_address(host, labels)) {
      out.address = true;
      continue;
    }
    out.shortener |= shorteners().contains(host);
    out.imitation |= imitates(labels);
    out.unusual |= !usual_domains().contains(labels.back()) && !shorteners().contains(host);
  }
  return out;
}

}  // namespace shrike::engine
