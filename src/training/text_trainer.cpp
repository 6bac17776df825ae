#include <linear.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shrike/engine/text_model.hpp"
#include "shrike/training/trainer.hpp"
#include "text_calibration.hpp"
#include "text_rows.hpp"

namespace shrike::training {

namespace {

constexpr double kTolerance = 0.01;
constexpr std::size_t kChannelGenuineMin = 100;  ///< with fewer, a channel takes the SMS threshold

using Rows = std::vector<const TextRow*>;

/// Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
std::vector<float> idf_of(const Rows& rows) {
  std::vector<std::uint32_t> documents(engine::kTextSlots, 0);
  for (const TextRow* row : rows) {
    for (const auto& slot : row->slots) ++documents[slot.slot];
  }
  std::vector<float> idf;
  for (const std::uint32_t count : documents) {
    idf.push_back(static_cast<float>(std::log((1.0 + static_cast<double>(rows.size())) / (1.0 + count)) + 1.0));
  }
  return idf;
}

/// As liblinear wants it: from 1, ended by index -1.
std::vector<feature_node> nodes_of(const SparseRow& row) {
  std::vector<feature_node> out;
  for (const auto& [index, value] : row) out.push_back({static_cast<int>(index) + 1, value});
  out.push_back({-1, 0.0});
  return out;
}

/// What a signal counts in the fit, against about 2 for all words and for all character n-grams; by cross-validation
/// within training parts. More lets the fit lean on the signals, which costs F1 where there are many examples; less
/// costs on kinds of messages that the examples lack.
constexpr double kSignalLength = 0.15;
bool is_signal(int index) {
  return index >= static_cast<int>(engine::kTextSlots) && index < static_cast<int>(bias_index());
}

/// All weights of the logistic regression: slots, signals, bias.
std::vector<double> solve(const std::vector<SparseRow>& sparse, const Rows& rows, double cost) {
  std::vector<std::vector<feature_node>> nodes;
  std::vector<feature_node*> pointers;
  std::vector<double> labels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    nodes.push_back(nodes_of(sparse[i]));
    for (feature_node& node : nodes.back()) {
      if (is_signal(node.index - 1)) node.value *= kSignalLength;
    }
    labels.push_back(rows[i]->scam ? 1 : -1);
  }
  for (auto& row : nodes) pointers.push_back(row.data());
  const int columns = static_cast<int>(bias_index()) + 1;
  problem task{static_cast<int>(rows.size()), columns, labels.data(), pointers.data(), 1.0};
  const ClassWeights classes = balanced(rows);
  int names[] = {1, -1};
  double weights[] = {classes.scam, classes.genuine};
  parameter settings{};
  settings.solver_type = L2R_LR;
  settings.eps = kTolerance;
  settings.C = cost;
  settings.nr_weight = 2;
  settings.weight_label = names;
  settings.weight = weights;
  set_print_string_function([](const char*) {});
  model* fitted = train(&task, &settings);
  const double sign = fitted->label[0] == 1 ? 1.0 : -1.0;
  std::vector<double> out(fitted->w, fitted->w + columns);
  for (int i = 0; i < columns; ++i) out[static_cast<std::size_t>(i)] *= is_signal(i) ? sign * kSignalLength : sign;
  free_and_destroy_model(&fitted);
  return out;
}

/// Diagonal of the Hessian of the weighted logistic loss plus |w|^2 / 2C, which liblinear minimises times C. A signal's
/// weight is the fitted one times its length, which makes its prior that much surer.
std::vector<double> precisions(const std::vector<SparseRow>& sparse, const Rows& rows,
                               const std::vector<double>& weights, double cost) {
  std::vector<double> out(weights.size(), 1.0 / cost);
  for (std::size_t i = engine::kTextSlots; i < bias_index(); ++i) out[i] /= kSignalLength * kSignalLength;
  const ClassWeights classes = balanced(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double margin = 0;
    for (const auto& [index, value] : sparse[i]) margin += weights[index] * static_cast<double>(value);
    const double p = 1.0 / (1.0 + std::exp(-margin));
    const double curve = (rows[i]->scam ? classes.scam : classes.genuine) * p * (1 - p);
    for (const auto& [index, value] : sparse[i]) out[index] += curve * static_cast<double>(value) * value;
  }
  return out;
}

engine::TextParameters fit(const Rows& rows, double cost) {
  engine::TextParameters out;
  out.idf = idf_of(rows);
  std::vector<SparseRow> sparse;
  for (const TextRow* row : rows) sparse.push_back(sparse_of(*row, out.idf));
  const auto weights = solve(sparse, rows, cost);
  const auto sure = precisions(sparse, rows, weights, cost);
  const auto part = [](const std::vector<double>& all, std::size_t from, std::size_t count) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(from);
    return std::vector<float>(first, first + static_cast<std::ptrdiff_t>(count));
  };
  out.weights = part(weights, 0, engine::kTextSlots);
  out.precision = part(sure, 0, engine::kTextSlots);
  out.signal_weights = part(weights, engine::kTextSlots, engine::signal_table().size());
  out.signal_precision = part(sure, engine::kTextSlots, engine::signal_table().size());
  out.bias = static_cast<float>(weights.back());
  out.bias_precision = static_cast<float>(sure.back());
  return out;
}

/// The log-odds of each example by a model that has not seen it, its group or a near-duplicate of it.
std::vector<double> out_of_fold(const std::vector<MessageExample>& examples, const std::vector<TextRow>& rows,
                                const TextSettings& settings, const Progress& progress) {
  const auto folds = folds_of(rows, settings.folds);
  std::vector<double> out(rows.size());
  for (int fold = 0; fold < settings.folds; ++fold) {
    Rows rest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (folds[i] != fold) rest.push_back(&rows[i]);
    }
    const auto model = engine::TextModel::load(engine::TextModel::save({"", "x", 1, "{}"}, fit(rest, settings.cost)));
    SHRIKE_ASSERT(model.ok());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (folds[i] == fold) out[i] = model->score(examples[i].content).log_odds;
    }
    progress(static_cast<double>(fold + 1) / (settings.folds + 1));
  }
  return out;
}

/// From the out-of-fold scores of the channel's messages; of SMS, where there are real ones, not from those that we
/// wrote. At most the share of the genuine ones reaches it; with `best_f1` fewer do where that raises F1. Not a number
/// when there are too few.
double channel_threshold(const std::vector<TextRow>& rows, const std::vector<double>& scores, domain::Channel channel,
                         double share, bool best_f1) {
  const bool sms = channel == domain::Channel::sms;
  std::vector<TruthScore> chosen;
  std::vector<double> genuine;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].channel != channel || (sms && rows[i].written)) continue;
    chosen.push_back({scores[i], rows[i].scam});
    if (!rows[i].scam) genuine.push_back(scores[i]);
  }
  if (genuine.size() < kChannelGenuineMin) return std::nan("");
  const double least = threshold_of(std::move(genuine), share);
  return best_f1 ? std::max(least, best_f1_threshold(chosen)) : least;
}

engine::ChannelThresholds thresholds_of(const std::vector<TextRow>& rows, const std::vector<double>& scores,
                                        const TextSettings& settings) {
  std::vector<double> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].scam) all.push_back(scores[i]);
  }
  const auto or_else = [](double value, double other) { return std::isnan(value) ? other : value; };
  const auto of = [&](domain::Channel channel, double share) {
    return channel_threshold(rows, scores, channel, share, settings.best_f1 && channel == domain::Channel::sms);
  };
  engine::ChannelThresholds out;
  out.sms = or_else(of(domain::Channel::sms, settings.false_positives), threshold_of(all, settings.false_positives));
  out.chat = out.sms;  // the real short messages are chat for the most part
  out.email = or_else(of(domain::Channel::email, settings.false_positives_elsewhere), out.sms);
  out.call = or_else(of(domain::Channel::call, settings.false_positives_elsewhere), out.sms);
  return out;
}

std::string summary_of(const std::vector<TextRow>& rows, const TextSettings& settings, const std::string& data_name,
                       const Evaluation& validation, double calibration_error) {
  nlohmann::ordered_json summary;
  summary["data"] = data_name;
  summary["examples"] = rows.size();
  summary["scams"] = std::ranges::count_if(rows, &TextRow::scam);
  summary["cost"] = settings.cost;
  summary["folds"] = settings.folds;
  summary["false_positives"] = settings.false_positives;
  summary["best_f1"] = settings.best_f1;
  summary["false_positives_elsewhere"] = settings.false_positives_elsewhere;
  summary["calibration_error"] = calibration_error;
  summary["validation"] = nlohmann::ordered_json::parse(to_json(validation));
  return summary.dump();
}

}  // namespace

Result<Trained> train_text(const std::vector<MessageExample>& examples, const TextSettings& settings,
                           const std::string& data_name, const Progress& progress) {
  const auto scams = std::ranges::count_if(examples, &MessageExample::scam);
  if (scams < settings.folds || static_cast<std::ptrdiff_t>(examples.size()) - scams < settings.folds) {
    return invalid("expected at least five scam and five harmless messages");
  }
  const auto rows = rows_of(examples);
  const auto scores = out_of_fold(examples, rows, settings, progress);
  Rows all;
  for (const TextRow& row : rows) all.push_back(&row);
  engine::TextParameters parameters = fit(all, settings.cost);
  std::vector<TruthScore> truth;
  for (std::size_t i = 0; i < rows.size(); ++i) truth.push_back({scores[i], rows[i].scam});
  parameters.calibration = calibration_of(fit_line(truth, {}, 1));
  parameters.thresholds = thresholds_of(rows, scores, settings);
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < rows.size(); ++i)
    scored.push_back({scores[i], scores[i] >= parameters.thresholds.of(rows[i].channel), rows[i].scam});
  Trained out;
  out.validation = evaluate(std::move(scored));
  out.file = engine::TextModel::save({"", "message-lr", 1, "{}"}, parameters);
  out.file.header.summary_json =
      summary_of(rows, settings, data_name, out.validation, calibration_error(truth, parameters.calibration));
  progress(1.0);
  return out;
}

}  // namespace shrike::training
