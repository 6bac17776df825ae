#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "links.hpp"
#include "normaliser.hpp"
#include "phrases.hpp"
#include "shrike/engine/text_model.hpp"
#include "signal_rows.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kPhoneDigitsMin = 9;
constexpr std::size_t kManyDigits = 8;
constexpr std::size_t kShoutLettersMin = 12;

/// What is counted on the raw bytes, in one pass.
struct RawCounts {
  std::size_t letters = 0, capitals = 0, digits = 0;
  bool phone = false;
};

/// A phone number: nine digits with at most one of "- ./()" between two, or "555-0123".
RawCounts count_raw(std::string_view raw) {
  RawCounts out;
  std::size_t run = 0, breaks = 0, first_part = 0;
  const auto close = [&] { out.phone |= run >= kPhoneDigitsMin || (run == 7 && first_part == 3); };
  for (const char c : raw) {
    out.letters += (c | 32) >= 'a' && (c | 32) <= 'z' ? 1 : 0;
    out.capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
    if (c >= '0' && c <= '9') {
      ++run;
      breaks = 0;
      ++out.digits;
    } else if (run > 0 && breaks < 2 && (c == '-' || c == ' ' || c == '(' || c == ')' || c == '.')) {
      ++breaks;
      if (first_part == 0 && c == '-') first_part = run;
    } else {
      close();
      run = breaks = first_part = 0;
    }
  }
  close();
  return out;
}

/// A currency sign or word at a number of the normalised text.
bool names_money(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const char after = at + 1 < text.size() ? text[at + 1] : ' ';
    const bool spaced = after == ' ' && at + 2 < text.size() && text[at + 2] == '0';
    if (after == '0' || spaced || (at > 0 && text[at - 1] == '0')) return true;
  }
  for (const std::string_view word :
       {"0 dollars ", "0 pounds ", "0 euros ", "0 euro ", "0 usd ", "0 gbp ", "0 eur ", " rs 0", "0 quid ", "0 bucks ",
        "hundred dollars ", "thousand dollars ", "hundred pounds ", "thousand pounds ", "million dollars "}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::size_t row_number(std::string_view code) {
  static const std::unordered_map<std::string_view, std::size_t> kNumbers = [] {
    std::unordered_map<std::string_view, std::size_t> out;
    for (const Signal& signal : signal_rows()) out.emplace(signal.row.code, out.size());
    return out;
  }();
  const auto found = kNumbers.find(code);
  return found == kNumbers.end() ? kNumbers.size() : found->second;
}

const PhraseTable& phrases() {
  static const PhraseTable kTable = [] {
    PhraseTable out;
    for (std::uint32_t number = 0; number < signal_rows().size(); ++number) {
      const std::string_view all = signal_rows()[number].phrases;
      for (std::size_t start = 0; start < all.size();) {
        const std::size_t end = std::min(all.find('|', start), all.size());
        out.add(all.substr(start, end - start), number);
        start = end + 1;
      }
    }
    return out;
  }();
  return kTable;
}

}  // namespace

const std::vector<SignalRow>& signal_table() {
  static const std::vector<SignalRow> kRows = [] {
    std::vector<SignalRow> rows;
    for (const Signal& signal : signal_rows()) rows.push_back(signal.row);
    return rows;
  }();
  return kRows;
}

std::vector<float> signals_of(std::string_view content, const NormalText& normal) {
  std::vector<float> out(signal_rows().size(), 0.0F);
  phrases().find(normal.text, [&](std::uint32_t number) { out[number] = 1; });
  const auto set = [&](std::string_view code, bool value) { out[row_number(code)] = value ? 1.0F : 0.0F; };
  const std::string_view raw = content.substr(0, kTextBytesMax);
  const LinkFindings links = find_links(raw);
  set("contains_link", links.any);
  set("short_link", links.shortener);
  set("address_link", links.address);
  set("imitation_link", links.imitation);
  set("unusual_domain", links.unusual);
  const RawCounts counts = count_raw(raw);
  set("phone_to_call", counts.phone);
  set("money_amount", names_money(normal.text));
  set("shouting", counts.letters >= kShoutLettersMin && counts.capitals * 10 >= counts.letters * 4);
  set("many_digits", counts.digits >= kManyDigits);
  set("disguised_letters", normal.disguised);
  set("hidden_characters", normal.hidden);
  set("spaced_out_word", normal.spaced);
  return out;
}

std::vector<float> signals_of(std::string_view content) { return signals_of(content, normalise_text(content)); }

float signal_value(const std::vector<float>& values, std::string_view code) {
  const std::size_t row = row_number(code);
  return row < values.size() ? values[row] : 0.0F;
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
