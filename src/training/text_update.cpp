#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "newton.hpp"
#include "shrike/training/trainer.hpp"
#include "text_calibration.hpp"
#include "text_rows.hpp"

namespace shrike::training {

namespace {

constexpr std::size_t kGenuineMin = 100;    ///< new genuine messages from which the thresholds may rise
constexpr double kCalibrationPrior = 50.0;  ///< new scores that the old calibration counts as

Result<void> check(const std::vector<TextRow>& rows) {
  const auto scams = std::ranges::count_if(rows, &TextRow::scam);
  if (scams == 0 || scams == static_cast<std::ptrdiff_t>(rows.size()))
    return invalid("expected both scam and harmless messages");
  std::map<std::string_view, bool> truth;
  for (const TextRow& row : rows) {
    const auto [known, fresh] = truth.try_emplace(row.key, row.scam);
    if (!fresh && known->second != row.scam)
      return invalid(fmt::format("a message is labelled both scam and harmless: \"{:.40}\"", row.key));
  }
  return {};
}

std::vector<float> all_precisions(const engine::TextParameters& base, double prior) {
  std::vector<float> out = base.precision;
  out.insert(out.end(), base.signal_precision.begin(), base.signal_precision.end());
  out.push_back(base.bias_precision);
  for (float& value : out) value *= static_cast<float>(prior);
  return out;
}

struct Updater {
  const engine::TextModel& base;
  const std::vector<TextRow>& rows;
  std::vector<SparseRow> sparse;
  std::vector<double> start;  ///< log-odds by the base
  double prior;

  /// The base moved by the chosen rows, which hold both classes.
  engine::TextParameters fit(const std::vector<std::size_t>& chosen) const {
    std::vector<const TextRow*> taken;
    for (const std::size_t i : chosen) taken.push_back(&rows[i]);
    const ClassWeights classes = balanced(taken);
    std::vector<WeighedRow> weighed;
    for (const std::size_t i : chosen)
      weighed.push_back(
          {sparse[i], rows[i].scam ? 1.0 : -1.0, rows[i].scam ? classes.scam : classes.genuine, start[i]});
    engine::TextParameters out = base.parameters();
    const auto precision = all_precisions(out, prior);
    const auto change = newton_change(weighed, precision);
    // The new examples make the weights they touch surer: the next update holds on to them as well.
    std::vector<double> sure(precision.begin(), precision.end());
    for (const WeighedRow& row : weighed) {
      double margin = row.start;
      for (const auto& [index, value] : row.row) margin += change[index] * static_cast<double>(value);
      const double p = 1.0 / (1.0 + std::exp(-margin));
      for (const auto& [index, value] : row.row)
        sure[index] += row.weight * p * (1 - p) * static_cast<double>(value) * static_cast<double>(value);
    }
    const auto move = [&](std::vector<float>& weights, std::vector<float>& precisions, std::size_t from) {
      for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] += static_cast<float>(change[from + i]);
        precisions[i] = static_cast<float>(sure[from + i]);
      }
    };
    move(out.weights, out.precision, 0);
    move(out.signal_weights, out.signal_precision, engine::kTextSlots);
    out.bias += static_cast<float>(change.back());
    out.bias_precision = static_cast<float>(sure.back());
    return out;
  }

  double log_odds(const engine::TextParameters& by, std::size_t i) const {
    double sum = 0;
    for (const auto& [index, value] : sparse[i]) {
      const float weight = index < engine::kTextSlots ? by.weights[index]
                           : index < bias_index()     ? by.signal_weights[index - engine::kTextSlots]
                                                      : by.bias;
      sum += static_cast<double>(weight) * static_cast<double>(value);
    }
    return sum;
  }
};

bool both_classes(const std::vector<TextRow>& rows, const std::vector<std::size_t>& chosen) {
  const auto scams = std::ranges::count_if(chosen, [&](std::size_t i) { return rows[i].scam; });
  return scams > 0 && scams < static_cast<std::ptrdiff_t>(chosen.size());
}

/// Log-odds of each new example by an update that has not seen it; by the base where the others lack a class.
std::vector<TruthScore> out_of_fold(const Updater& updater, int count) {
  const auto folds = folds_of(updater.rows, count);
  std::vector<TruthScore> out;
  for (std::size_t i = 0; i < updater.rows.size(); ++i) out.push_back({updater.start[i], updater.rows[i].scam});
  for (int fold = 0; fold < count; ++fold) {
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold) rest.push_back(i);
    }
    if (rest.size() == folds.size() || !both_classes(updater.rows, rest)) continue;
    const auto fitted = updater.fit(rest);
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] == fold) out[i].log_odds = updater.log_odds(fitted, i);
    }
  }
  return out;
}

/// Up, where the new genuine messages pass the old ones too often.
void raise_thresholds(const std::vector<TruthScore>& scores, double share, engine::ChannelThresholds& thresholds) {
  std::vector<double> genuine;
  for (const TruthScore& score : scores) {
    if (!score.scam) genuine.push_back(score.log_odds);
  }
  if (genuine.size() < kGenuineMin) return;
  const double least = threshold_of(std::move(genuine), share);
  for (double* threshold : {&thresholds.sms, &thresholds.email, &thresholds.chat, &thresholds.call})
    *threshold = std::max(*threshold, least);
}

}  // namespace

Result<Trained> update_text(const engine::TextModel& base, std::span<const MessageExample> examples,
                            const UpdateSettings& settings) {
  const auto rows = rows_of(examples);
  if (auto sound = check(rows); !sound) return sound.error();
  Updater updater{base, rows, {}, {}, settings.prior};
  for (const TextRow& row : rows) updater.sparse.push_back(sparse_of(row, base.parameters().idf));
  for (std::size_t i = 0; i < rows.size(); ++i) updater.start.push_back(updater.log_odds(base.parameters(), i));
  const auto scores = out_of_fold(updater, settings.folds);
  std::vector<std::size_t> all(rows.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  engine::TextParameters parameters = updater.fit(all);
  const engine::Calibration old = parameters.calibration;
  std::vector<TruthScore> calibrated = scores;
  for (TruthScore& score : calibrated) score.log_odds = old(score.log_odds);
  parameters.calibration = followed_by(old, fit_line(calibrated, {}, kCalibrationPrior));
  raise_thresholds(scores, settings.false_positives, parameters.thresholds);
  std::vector<Scored> scored;
  for (const TruthScore& score : scores)
    scored.push_back({score.log_odds, score.log_odds >= parameters.thresholds.sms, score.scam});
  Trained out;
  out.validation = evaluate(std::move(scored));
  engine::ModelHeader header = base.header();
  auto summary = nlohmann::ordered_json::parse(header.summary_json, nullptr, false);
  if (!summary.is_object()) summary = nlohmann::ordered_json::object();
  summary["updated_with"] = rows.size();
  summary["update_validation"] = nlohmann::ordered_json::parse(to_json(out.validation));
  header.version += 1;
  header.summary_json = summary.dump();
  out.file = engine::TextModel::save(std::move(header), parameters);
  return out;
}

}  // namespace shrike::training
