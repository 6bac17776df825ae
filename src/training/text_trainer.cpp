#include <linear.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shrike/base/hash.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

namespace {

constexpr double kTolerance = 0.01;
constexpr int kBiasIndex = static_cast<int>(engine::kTextSlots) + 64;  // signals lie between the slots and the bias

/// One text as liblinear wants it: sparse, ascending, ended by index -1.
using SparseRow = std::vector<feature_node>;

struct Prepared {
  std::vector<std::vector<engine::TextSlot>> slots;
  std::vector<std::vector<float>> signals;
  std::vector<std::uint64_t> groups;  // near-duplicates share one
};

Prepared prepare(const std::vector<MessageExample>& examples) {
  Prepared out;
  for (const MessageExample& example : examples) {
    out.slots.push_back(engine::text_slots(example.content));
    out.signals.push_back(engine::signals_of(example.content));
    out.groups.push_back(hash64(engine::normalise(example.content)));
  }
  return out;
}

/// Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
std::vector<float> idf_of(const Prepared& data, const std::vector<std::size_t>& rows) {
  std::vector<std::uint32_t> documents(engine::kTextSlots, 0);
  for (const std::size_t row : rows) {
    for (const auto& slot : data.slots[row]) ++documents[slot.slot];
  }
  std::vector<float> idf;
  for (const std::uint32_t count : documents) {
    idf.push_back(static_cast<float>(std::log((1.0 + static_cast<double>(rows.size())) / (1.0 + count)) + 1.0));
  }
  return idf;
}

SparseRow row_of(const Prepared& data, std::size_t row, const std::vector<float>& idf) {
  SparseRow out;
  for (const auto& [slot, value] : engine::tf_idf(data.slots[row], idf))
    out.push_back({static_cast<int>(slot) + 1, value});
  for (std::size_t i = 0; i < data.signals[row].size(); ++i) {
    if (data.signals[row][i] != 0) out.push_back({static_cast<int>(engine::kTextSlots + i) + 1, data.signals[row][i]});
  }
  out.push_back({kBiasIndex, 1.0});
  out.push_back({-1, 0.0});
  return out;
}

struct Weights {
  float bias = 0;
  std::vector<float> idf, slots, signals;
};

Weights fit(const Prepared& data, const std::vector<MessageExample>& examples, const std::vector<std::size_t>& rows,
            double cost) {
  Weights out;
  out.idf = idf_of(data, rows);
  std::vector<SparseRow> sparse;
  std::vector<feature_node*> pointers;
  std::vector<double> labels;
  double scams = 0;
  for (const std::size_t row : rows) {
    sparse.push_back(row_of(data, row, out.idf));
    labels.push_back(examples[row].scam ? 1 : -1);
    scams += examples[row].scam ? 1 : 0;
  }
  for (SparseRow& row : sparse) pointers.push_back(row.data());
  const auto count = static_cast<double>(rows.size());
  problem task{static_cast<int>(rows.size()), kBiasIndex, labels.data(), pointers.data(), 1.0};
  int classes[] = {1, -1};
  double weights[] = {count / (2 * scams), count / (2 * (count - scams))};
  parameter settings{};
  settings.solver_type = L2R_LR;
  settings.eps = kTolerance;
  settings.C = cost;
  settings.nr_weight = 2;
  settings.weight_label = classes;
  settings.weight = weights;
  set_print_string_function([](const char*) {});
  model* fitted = train(&task, &settings);
  const double sign = fitted->label[0] == 1 ? 1.0 : -1.0;
  const auto weight = [&](std::size_t index) { return static_cast<float>(sign * fitted->w[index]); };
  for (std::size_t i = 0; i < engine::kTextSlots; ++i) out.slots.push_back(weight(i));
  for (std::size_t i = 0; i < engine::signal_table().size(); ++i) out.signals.push_back(weight(engine::kTextSlots + i));
  out.bias = weight(static_cast<std::size_t>(kBiasIndex) - 1);
  free_and_destroy_model(&fitted);
  return out;
}

engine::ModelFile file_of(const Weights& weights) {
  return engine::TextModel::save({"", "message-lr", 1, "{}"}, weights.bias, weights.idf, weights.slots,
                                 weights.signals);
}

/// Scores each example by a model that has not seen it or a near-duplicate of it.
Evaluation cross_validate(const Prepared& data, const std::vector<MessageExample>& examples,
                          const TextSettings& settings, const Progress& progress) {
  std::vector<Scored> scored;
  const auto folds = static_cast<std::uint64_t>(settings.folds);
  for (std::uint64_t fold = 0; fold < folds; ++fold) {
    std::vector<std::size_t> rest;
    for (std::size_t row = 0; row < examples.size(); ++row) {
      if (data.groups[row] % folds != fold) rest.push_back(row);
    }
    const auto model = engine::TextModel::load(file_of(fit(data, examples, rest, settings.cost)));
    for (std::size_t row = 0; row < examples.size(); ++row) {
      if (data.groups[row] % folds != fold) continue;
      const double log_odds = model->score(examples[row].content).log_odds;
      scored.push_back({log_odds, log_odds > 0, examples[row].scam});
    }
    progress(static_cast<double>(fold + 1) / static_cast<double>(folds + 1));
  }
  return evaluate(std::move(scored));
}

}  // namespace

Result<Trained> train_text(const std::vector<MessageExample>& examples, const TextSettings& settings,
                           const std::string& data_name, const Progress& progress) {
  const auto scams = std::ranges::count_if(examples, &MessageExample::scam);
  if (scams < settings.folds || static_cast<std::ptrdiff_t>(examples.size()) - scams < settings.folds) {
    return invalid("expected at least five scam and five harmless messages");
  }
  const Prepared data = prepare(examples);
  Trained out;
  out.validation = cross_validate(data, examples, settings, progress);
  std::vector<std::size_t> rows(examples.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  out.file = file_of(fit(data, examples, rows, settings.cost));
  nlohmann::ordered_json summary;
  summary["data"] = data_name;
  summary["examples"] = examples.size();
  summary["scams"] = scams;
  summary["cost"] = settings.cost;
  summary["folds"] = settings.folds;
  summary["validation"] = nlohmann::ordered_json::parse(to_json(out.validation));
  out.file.header.summary_json = summary.dump();
  progress(1.0);
  return out;
}

}  // namespace shrike::training
