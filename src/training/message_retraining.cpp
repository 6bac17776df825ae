#include <fmt/core.h>

#include <algorithm>

#include "shrike/base/hash.hpp"
#include "shrike/training/retraining.hpp"
#include "shrike/training/text_templates.hpp"

namespace shrike::training {

namespace {

constexpr std::size_t kReferenceMessages = 600;
constexpr std::uint64_t kReferenceSeed = 99;  ///< not that of the shipped model's training
constexpr std::size_t kFolds = 5;
constexpr std::ptrdiff_t kFoldClassMin = 10;  ///< new messages of each class from which they are held out in turn

Scored judged(const engine::TextModel& model, const MessageExample& example) {
  const double log_odds = model.score(example.content).log_odds;
  const double above = log_odds - model.parameters().thresholds.of(example.channel);
  return {above, above >= 0, example.scam};
}

/// Enough of both classes to hold some out.
bool can_hold_out(std::span<const MessageExample> fresh) {
  const auto scams = std::ranges::count_if(fresh, &MessageExample::scam);
  return std::min(scams, static_cast<std::ptrdiff_t>(fresh.size()) - scams) >= kFoldClassMin;
}

/// Each new message by a candidate that has not seen it.
Result<std::vector<Scored>> held_out(const engine::TextModel& base, std::span<const MessageExample> corpus,
                                     std::size_t fresh, const Progress& progress) {
  std::vector<Scored> out;
  const std::size_t first = corpus.size() - fresh;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const auto is_out = [&](std::size_t i) { return i >= first && message_key(corpus[i].content) % kFolds == fold; };
    std::vector<MessageExample> rest;
    for (std::size_t i = 0; i < corpus.size(); ++i) {
      if (!is_out(i)) rest.push_back(corpus[i]);
    }
    const auto trained = update_text(base, rest, {});
    if (!trained) return trained.error();
    const auto model = engine::TextModel::load(trained->file);
    if (!model) return model.error();
    for (std::size_t i = first; i < corpus.size(); ++i) {
      if (is_out(i)) out.push_back(judged(*model, corpus[i]));
    }
    progress(static_cast<double>(fold + 1) / (kFolds + 1));
  }
  return out;
}

std::string objection_to(const Candidate& candidate, const RetrainSettings& settings) {
  const Evaluation& before = candidate.before;
  const Evaluation& after = candidate.after;
  if (after.average_precision < before.average_precision - settings.margin) {
    return fmt::format("its average precision is {:.4f}, that of the active model {:.4f}", after.average_precision,
                       before.average_precision);
  }
  if (after.false_positive_rate > before.false_positive_rate + settings.false_positives_max) {
    return fmt::format("it flags {:.1f} % of genuine messages, the active model {:.1f} %",
                       100 * after.false_positive_rate, 100 * before.false_positive_rate);
  }
  return {};
}

}  // namespace

std::uint64_t message_key(std::string_view content) { return hash64(engine::normalise(content)); }

Result<Candidate> retrain_messages(const engine::TextModel& active, const engine::TextModel& base,
                                   std::span<const MessageExample> corpus, std::size_t fresh,
                                   const RetrainSettings& settings, const Progress& progress) {
  SHRIKE_ASSERT(fresh <= corpus.size());
  auto trained = update_text(base, corpus, {});
  if (!trained) return trained.error();
  const auto model = engine::TextModel::load(trained->file);
  if (!model) return model.error();
  Candidate out;
  std::vector<Scored> before, after;
  const auto newest = corpus.last(fresh);
  if (can_hold_out(newest)) {
    auto scored = held_out(base, corpus, fresh, progress);
    if (!scored) return scored.error();
    after = std::move(*scored);
    for (const MessageExample& example : newest) before.push_back(judged(active, example));
  }
  for (const MessageExample& example : template_messages(kReferenceMessages, kReferenceSeed)) {
    before.push_back(judged(active, example));
    after.push_back(judged(*model, example));
  }
  out.file = std::move(trained->file);
  out.samples = fresh;
  out.frauds = static_cast<std::uint64_t>(std::ranges::count_if(newest, &MessageExample::scam));
  out.before = evaluate(std::move(before));
  out.after = evaluate(std::move(after));
  out.objection = objection_to(out, settings);
  return out;
}

}  // namespace shrike::training
