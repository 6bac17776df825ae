// What a message costs, stage by stage, against one pass that only hashes its bytes, in the same run; and whether a
// text 64 times as long costs more than 64 times as much.
#include <fmt/core.h>

#include <functional>
#include <string>
#include <vector>

#include "shrike/app/models.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/random.hpp"
#include "shrike/sources/message_templates.hpp"
#include "support/times.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kTexts = 4'000;

double us_each(const std::vector<std::string>& texts, const std::function<std::size_t(const std::string&)>& stage) {
  std::size_t sum = 0;
  const auto start = bench::now_ns();
  for (const std::string& text : texts) sum += stage(text);
  const auto end = bench::now_ns();
  if (sum == 1) fmt::print(" ");  // the work must not be optimised away
  return static_cast<double>(end - start) / 1e3 / static_cast<double>(texts.size());
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return fmt::print("{}\n", models.error().message), 1;
  const engine::TextModel& model = *models->messages;
  Random random(1);
  std::vector<std::string> texts, longer;
  for (std::size_t i = 0; i < kTexts; ++i) texts.push_back(sources::simulated_message(random, 0.4).content);
  for (std::size_t i = 0; i < kTexts / 64; ++i) {
    longer.emplace_back();
    for (std::size_t k = 0; k < 64; ++k) longer.back() += texts[64 * i + k] + " ";
  }
  struct Stage {
    std::string_view name;
    std::function<std::size_t(const std::string&)> run;
  };
  const std::vector<Stage> stages{
      {"hash of the bytes", [](const std::string& text) { return static_cast<std::size_t>(hash64(text)); }},
      {"normalise", [](const std::string& text) { return engine::normalise(text).size(); }},
      {"normalise, n-grams", [](const std::string& text) { return engine::text_slots(text).size(); }},
      {"normalise, signals", [](const std::string& text) { return engine::signals_of(text).size(); }},
      {"score", [&](const std::string& text) { return model.score(text).signals.size(); }},
      {"words of the reasons", [&](const std::string& text) { return model.words(text, 3).size() + 2; }}};
  double baseline = 0;
  for (const Stage& stage : stages) {
    us_each(texts, stage.run);
    const double each = us_each(texts, stage.run), each_longer = us_each(longer, stage.run);
    if (baseline == 0) baseline = each;
    fmt::print("{:22} {:8.2f} us each, {:6.0f} times the hash; 64 messages in one cost {:5.1f} times one\n", stage.name,
               each, each / baseline, each_longer / each);
  }
}
