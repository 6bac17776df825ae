#include <fmt/core.h>

#include <algorithm>

#include "what_if.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kPartsMax = 120;       ///< into which a text is cut; each is tried
constexpr std::size_t kTakenMax = 6;         ///< more would be another message
constexpr std::size_t kBytesMax = 8 * 1024;  ///< of a text that is tried at all
constexpr std::string_view kSpace = " \t\r\n";

/// Words, or runs of words where there are too many.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
  const std::size_t run = (words.size() + kPartsMax - 1) / kPartsMax;
  if (run <= 1) return words;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i % run == 0)
      parts.push_back(words[i]);
    else
      parts.back() += " " + words[i];
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts, std::size_t without) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != without) text += (text.empty() ? "" : " ") + parts[i];
  }
  return text;
}

/// The part without which the message is least suspicious; `trial` is then judged without it.
std::size_t worst_of(const Judge& judge, const std::vector<std::string>& parts, Trial& trial) {
  Trial best = trial;
  std::size_t worst = parts.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::get<domain::Message>(trial.event.body).content = joined(parts, i);
    judge(trial);
    const auto rank = [](const Trial& one) { return std::pair(one.decision.risk_score, one.decision.log_odds); };
    if (worst < parts.size() && rank(trial) >= rank(best)) continue;
    best = trial;
    worst = i;
  }
  trial = std::move(best);
  return worst;
}

}  // namespace

std::optional<Trial> better_message(const Judge& judge, const Trial& start) {
  const std::string& content = std::get<domain::Message>(start.event.body).content;
  if (content.size() > kBytesMax) return std::nullopt;
  std::vector<std::string> parts = parts_of(content);
  Trial trial = start;
  for (std::size_t taken = 0; taken < kTakenMax && !parts.empty(); ++taken) {
    const std::size_t worst = worst_of(judge, parts, trial);
    trial.changes.push_back({"message", parts[worst], "", fmt::format("without \u201c{}\u201d", parts[worst])});
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(worst));
    if (judge(trial)) return trial;
  }
  return std::nullopt;
}

}  // namespace shrike::engine
