#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>

#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

namespace {

/// Words and phrases on the normalised text. A leading or trailing space asks for a word border.
struct Signal {
  SignalRow row;
  std::vector<std::string_view> phrases;
  bool (*test)(std::string_view raw) = nullptr;  // instead of phrases
};

bool has_any(std::string_view text, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases,
                             [&](std::string_view phrase) { return text.find(phrase) != std::string_view::npos; });
}

bool has_link(std::string_view raw) {
  static constexpr std::array<std::string_view, 5> kLinks{"http://", "https://", "www.", "HTTP://", "WWW."};
  return has_any(raw, kLinks);
}

bool has_short_link(std::string_view raw) {
  static constexpr std::array<std::string_view, 8> kShorteners{"bit.ly/", "tinyurl.com/", "goo.gl/",  "t.co/",
                                                               "is.gd/",  "ow.ly/",       "cutt.ly/", "rb.gy/"};
  return has_any(raw, kShorteners);
}

bool has_phone_to_call(std::string_view raw) {
  std::size_t run = 0;
  for (const char c : raw) {
    if (c >= '0' && c <= '9') {
      if (++run >= 9) return true;
    } else if (c != '-' && c != ' ') {
      run = 0;
    }
  }
  return false;
}

bool has_money(std::string_view raw) {
  static constexpr std::array<std::string_view, 3> kSigns{"\xC2\xA3", "$", "\xE2\x82\xAC"};
  for (const std::string_view sign : kSigns) {
    const std::size_t at = raw.find(sign);
    if (at != std::string_view::npos && raw.find_first_of("0123456789", at) < at + sign.size() + 2) return true;
  }
  return false;
}

bool shouts(std::string_view raw) {
  const auto letters = std::ranges::count_if(raw, [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
  const auto capitals = std::ranges::count_if(raw, [](char c) { return c >= 'A' && c <= 'Z'; });
  return letters >= 12 && capitals * 10 >= letters * 4;
}

bool many_digits(std::string_view raw) {
  return std::ranges::count_if(raw, [](char c) { return c >= '0' && c <= '9'; }) >= 8;
}

const std::vector<Signal>& signals() {
  static const std::vector<Signal> kSignals{
      {{"threat_language", "Contains threatening language", "Threat/Extortion", 2},
       {"legal action", " arrest", " lawsuit", " prosecut", " warrant", " court ", " police", " penalt", " fined ",
        " sue ", "will be terminated"}},
      {{"urgent_language", "Presses for haste", "", 0},
       {" urgent", " immediately", " right away", " act now", " final notice", " last chance", " expires",
        " within 00 h", " asap", " hurry"}},
      {{"account_problem", "Claims a problem with an account or bank", "Financial Scam", 3},
       {" bank ", " account ", "suspended", " blocked", " locked ", " unusual activity", " card ", " deactivat",
        " overdrawn", " refund"}},
      {{"asks_to_verify", "Asks to verify or confirm details", "Financial Scam", 2},
       {" verify", " confirm your", " update your", " validate", " log in", " login", " sign in"}},
      {{"asks_for_secret", "Asks for a code, PIN or password", "Financial Scam", 3},
       {" pin ", " password", " passcode", " one time code", " otp ", " security code", " cvv"}},
      {{"contains_link", "Contains a link", "Phishing Link", 2}, {}, has_link},
      {{"short_link", "Hides its link behind a shortener", "Phishing Link", 3}, {}, has_short_link},
      {{"prize_language", "Promises a prize or free money", "Prize/Lottery", 4},
       {" prize", " winner", " won ", " lottery", " jackpot", " claim ", " congratulations", " congrats", " awarded",
        " gift card", " reward", " guaranteed"}},
      {{"free_offer", "Makes a free offer", "Prize/Lottery", 1}, {" free ", " no cost", " bonus", " voucher"}},
      {{"delivery_language", "Speaks of a parcel or delivery", "Delivery", 4},
       {" parcel", " package", " delivery", " courier", " shipment", " customs", " redeliver"}},
      {{"job_offer", "Offers easy work", "Job", 4},
       {" part time", " work from home", " earn ", " hiring", " vacancy", " daily pay", " salary", " recruit"}},
      {{"crypto_language", "Speaks of crypto investment", "Crypto", 5},
       {" crypto", " bitcoin", " btc ", " usdt", " wallet", " invest", " forex", " trading"}},
      {{"romance_language", "Seeks a private acquaintance", "Romance", 3},
       {" dating", " lonely", " singles", " sexy", " xxx", " flirt", " date ", " meet girls", " adult"}},
      {{"family_emergency", "Pretends to be family or a friend in need", "Impersonation", 5},
       {" hi mum", " hi mom", " hi dad", " lost my phone", " new number", " broke my phone", " grandma", " its me "}},
      {{"authority_claim", "Speaks for an authority", "Impersonation", 3},
       {" tax ", " irs ", " hmrc", " government", " social security", " customs office", " ministry", " toll "}},
      {{"phone_to_call", "Gives a number to call", "", 0}, {}, has_phone_to_call},
      {{"money_amount", "Names an amount of money", "", 0}, {}, has_money},
      {{"shouting", "Written largely in capitals", "", 0}, {}, shouts},
      {{"many_digits", "Contains many digits", "", 0}, {}, many_digits},
  };
  return kSignals;
}

}  // namespace

const std::vector<SignalRow>& signal_table() {
  static const std::vector<SignalRow> kRows = [] {
    std::vector<SignalRow> rows;
    for (const Signal& signal : signals()) rows.push_back(signal.row);
    return rows;
  }();
  return kRows;
}

std::vector<float> signals_of(std::string_view content) {
  const std::string_view raw = content.substr(0, kTextBytesMax);
  const std::string text = normalise(raw);
  std::vector<float> out;
  for (const Signal& signal : signals()) {
    const bool set = signal.test != nullptr ? signal.test(raw) : has_any(text, signal.phrases);
    out.push_back(set ? 1.0F : 0.0F);
  }
  return out;
}

float signal_value(const std::vector<float>& values, std::string_view code) {
  const auto row = std::ranges::find(signal_table(), code, &SignalRow::code);
  return row == signal_table().end() ? 0.0F : values.at(static_cast<std::size_t>(row - signal_table().begin()));
}

std::string threat_category(const std::vector<float>& values) {
  std::map<std::string_view, std::int32_t> weights;
  std::string_view best = "Other";
  std::int32_t best_weight = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const SignalRow& row = signal_table()[i];
    if (values[i] == 0.0F || row.category.empty()) continue;
    const std::int32_t weight = weights[row.category] += row.category_weight;
    if (weight > best_weight) {
      best_weight = weight;
      best = row.category;
    }
  }
  return std::string(best);
}

}  // namespace shrike::engine
