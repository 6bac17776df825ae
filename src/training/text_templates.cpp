#include "shrike/training/text_templates.hpp"

#include <fmt/core.h>

#include <algorithm>

#include <vector>

#include "shrike/base/hash.hpp"
#include "shrike/base/random.hpp"
#include "text_scripts.hpp"

namespace shrike::training {

namespace {

constexpr double kScamShare = 0.4;
constexpr double kSentenceKept = 0.75;

constexpr std::string_view kBanks[] = {
    "Northbank", "Harbour Bank", "First Meadow", "Union Savings", "Bluecrest Bank", "Oldtown Credit Union",
    "HSBC",      "Chase",        "SBI",          "Barclays"};
constexpr std::string_view kNames[] = {"Ana",  "Ben",   "Chloe", "Dario",   "Emma",  "Felix", "Greta", "Hugo",
                                       "Ines", "Jonas", "Kiran", "Lakshmi", "Mo",    "Nadia", "Olu",   "Priya",
                                       "Sam",  "Tom",   "David", "Michael", "Sarah", "John",  "Kevin", "Lisa"};
constexpr std::string_view kCouriers[] = {"QuickParcel", "BlueVan", "Swift Post", "DHL",
                                          "Royal Mail",  "FedEx",   "Evri",       "UPS"};
constexpr std::string_view kShops[] = {"Greenmart", "Bookhaven", "Toolbox", "Fernwood",
                                       "Cityfit",   "Amazon",    "Tesco",   "Argos"};
constexpr std::string_view kDays[] = {"Monday",   "Tuesday", "Wednesday", "Thursday",        "Friday",
                                      "Saturday", "Sunday",  "12 May",    "the 3rd of June", "14/09"};
constexpr std::string_view kScamLinks[] = {
    "http://secure-check{d}.xyz/{d}",  "https://bit.ly/x{d}",       "www.verify-now{d}.top",
    "https://parcel-help{d}.info/a",   "http://185.{d}.12.7/login", "https://tinyurl.com/{d}",
    "http://account-update{d}.online", "https://cutt.ly/{d}k",      "http://claim{d}.club/go",
    "https://my-service{d}.com/pay",   "support-{d}.net/id",        "https://dhl-fee{d}.shop"};
constexpr std::string_view kLinks[] = {"https://www.greenmart.com/orders/{d}",
                                       "www.bookhaven.co.uk",
                                       "https://youtu.be/{d}a",
                                       "https://www.youtube.com/watch?v=k{d}f",
                                       "https://open.spotify.com/track/{d}",
                                       "https://en.wikipedia.org/wiki/{d}",
                                       "https://www.cityfit.com",
                                       "https://maps.google.com/?q={d}",
                                       "https://www.bbc.co.uk/food/{d}",
                                       "cityhall.gov",
                                       "https://instagram.com/p/{d}"};

template <std::size_t N>
std::string_view pick(Random& random, const std::string_view (&list)[N]) {
  return list[random.below(N)];
}

std::string amount(Random& random) {
  static constexpr std::string_view kSigns[] = {"$", "\xC2\xA3", "\xE2\x82\xAC", "$", "Rs ", "USD "};
  const auto whole = random.below(3) == 0 ? 1 + random.below(20) : 5 * (1 + random.below(500));
  return random.below(3) == 0 ? fmt::format("{}{}.{:02}", pick(random, kSigns), whole, random.below(100))
                              : fmt::format("{}{}", pick(random, kSigns), whole);
}

std::string phone(Random& random) {
  switch (random.below(4)) {
    case 0:
      return fmt::format("0{}", 2'000'000'000 + random.below(6'000'000'000));
    case 1:
      return fmt::format("1-8{:02}-555-{:04}", random.below(100), random.below(10'000));
    case 2:
      return fmt::format("+44 7{:03} {:06}", random.below(1'000), random.below(1'000'000));
    default:
      return fmt::format("555-01{:02}", random.below(100));
  }
}

/// Digits only: links contain no other fillings.
std::string link(Random& random, std::string_view pattern) {
  std::string out(pattern);
  for (std::size_t at = out.find("{d}"); at != std::string::npos; at = out.find("{d}"))
    out.replace(at, 3, fmt::format("{}", 10 + random.below(240)));
  return out;
}

std::string filling(Random& random, char slot) {
  switch (slot) {
    case 'b':
      return std::string(pick(random, kBanks));
    case 'm':
      return amount(random);
    case 'l':
      return link(random, pick(random, kScamLinks));
    case 'w':
      return link(random, pick(random, kLinks));
    case 'p':
      return phone(random);
    case 'n':
      return std::string(pick(random, kNames));
    case 't':
      return fmt::format("{}:{:02}", 8 + random.below(12), 15 * random.below(4));
    case 'c':
      return std::string(pick(random, kCouriers));
    case 's':
      return std::string(pick(random, kShops));
    case 'k':
      return std::string(pick(random, kDays));
    default:
      return fmt::format("{}", 1'000 + random.below(900'000));
  }
}

/// "[a|b]" → a or b.
std::string choose(Random& random, std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '[') {
      out += text[at++];
      continue;
    }
    const std::size_t end = text.find(']', at);
    std::vector<std::string_view> ways;
    for (std::size_t start = at + 1; start <= end;) {
      const std::size_t stop = std::min(text.find('|', start), end);
      ways.push_back(text.substr(start, stop - start));
      start = stop + 1;
    }
    out += ways[random.below(ways.size())];
    at = end + 1;
  }
  return out;
}

std::string fill(Random& random, std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}') {
      out += filling(random, text[i + 1]);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Sentences between " / "; some are left out, the first never.
std::string sentences(Random& random, std::string_view text) {
  std::string out;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(" / ", start), text.size());
    if (out.empty() || random.uniform() < kSentenceKept)
      out += (out.empty() ? "" : " ") + std::string(text.substr(start, end - start));
    start = end + 3;
  }
  return out;
}

}  // namespace

std::vector<MessageExample> template_messages(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<MessageExample> out;
  out.reserve(count);
  while (out.size() < count) {
    const bool scam = random.uniform() < kScamShare;
    const auto scripts = scam ? scam_scripts() : genuine_scripts();
    const Script& script = scripts[random.below(scripts.size())];
    out.push_back(
        {fill(random, choose(random, sentences(random, script.text))), scam, script.channel, hash64(script.text, 1)});
  }
  return out;
}

}  // namespace shrike::training
