#include "message_folds.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "progress.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::app {

std::vector<std::size_t> message_folds(const std::vector<training::MessageExample>& messages, std::size_t folds,
                                       std::uint64_t seed) {
  struct Group {
    bool scam = false;
    std::size_t size = 0;
    std::uint64_t order = 0;
  };
  std::map<std::uint64_t, Group> groups;
  std::vector<std::uint64_t> keys;
  for (const auto& message : messages) {
    const std::string text = engine::normalise(message.content);
    keys.push_back(hash64(text));
    Group& group = groups[keys.back()];
    group.scam |= message.scam;
    group.order = hash64(text, seed);
    ++group.size;
  }
  std::vector<std::pair<std::uint64_t, Group>> order(groups.begin(), groups.end());
  std::ranges::sort(order, [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
  std::vector<std::array<std::size_t, 2>> sizes(folds);  // messages by fold, of groups without and with scams
  std::map<std::uint64_t, std::size_t> fold_of;
  for (const auto& [key, group] : order) {
    const std::size_t side = group.scam ? 1 : 0;
    const auto least = std::ranges::min_element(sizes, {}, [&](const auto& size) { return size[side]; });
    (*least)[side] += group.size;
    fold_of[key] = static_cast<std::size_t>(least - sizes.begin());
  }
  std::vector<std::size_t> out;
  for (const std::uint64_t key : keys) out.push_back(fold_of[key]);
  return out;
}

namespace {

Result<void> judge_fold(Examples& examples, const std::vector<std::size_t>& fold_of, std::size_t fold,
                        const Config& config) {
  std::vector<training::MessageExample> rest;
  for (std::size_t i = 0; i < fold_of.size(); ++i) {
    if (fold_of[i] != fold) rest.push_back(examples.messages[i]);
  }
  const auto trained = training::train_text(rest, {}, fmt::format("without fold {}", fold), [](double) {});
  if (!trained) return trained.error();
  auto model = engine::TextModel::load(trained->file);
  if (!model) return model.error();
  engine::ModelSet models;
  models.messages = std::make_shared<engine::TextModel>(std::move(*model));
  const SystemClock clock;
  engine::Core core(config.engine, models, clock);
  domain::Seq seq = 0;
  for (std::size_t i = 0; i < fold_of.size(); ++i) {
    if (fold_of[i] != fold) continue;
    domain::Event event;
    event.seq = ++seq;
    domain::Message message;
    message.content = examples.messages[i].content;
    event.body = std::move(message);
    const auto decision = core.apply(std::move(event), engine::Effort::state_only);
    examples.verdicts[i] = {decision->log_odds, decision->fraud_probability,
                            decision->outcome != domain::Outcome::approve};
  }
  return {};
}

}  // namespace

Result<void> judge_in_folds(Examples& examples, std::size_t folds, std::uint64_t seed, const Config& config) {
  const auto fold_of = message_folds(examples.messages, folds, seed);
  examples.verdicts.assign(examples.messages.size(), {});
  const SystemClock clock;
  ProgressBar bar("training:", clock);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    if (auto done = judge_fold(examples, fold_of, fold, config); !done) return done;
    bar.update(static_cast<double>(fold + 1) / static_cast<double>(folds), fold + 1);
  }
  bar.finish(folds);
  return {};
}

}  // namespace shrike::app
