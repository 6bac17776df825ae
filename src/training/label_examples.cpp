// Labels in the store as training examples.
#include <algorithm>

#include "shrike/store/training_rows.hpp"
#include "shrike/training/own_columns.hpp"
#include "shrike/training/retraining.hpp"

namespace shrike::training {

namespace {

constexpr std::size_t kPageRows = 5'000;

/// The truth of a row; nullopt where it is not known.
std::optional<bool> truth_of(const store::TrainingRow& row, TimeUs mature_us, LabelledPayments& out) {
  if (row.labels.empty()) return row.event_time_us < mature_us ? std::optional(false) : std::nullopt;
  const bool fraud = row.labels.back().fraud;
  if (std::ranges::any_of(row.labels, [&](const store::LabelMark& label) { return label.fraud != fraud; })) {
    ++out.contradictory;
    return std::nullopt;
  }
  return fraud;
}

/// An example, to be put in order of event time.
struct Example {
  TimeUs time_us;
  bool fraud;
  engine::FeatureVector features;
  Attributes attributes;
};

void take(const store::TrainingRow& row, TimeUs mature_us, LabelledPayments& out, std::vector<Example>& examples) {
  const auto fraud = truth_of(row, mature_us, out);
  if (!fraud) return;
  Example example{row.event_time_us, *fraud, {}, row.attributes};
  if (row.feature_table != engine::feature_table_id() || row.features.size() != example.features.size()) {
    ++out.other_features;
    return;
  }
  std::ranges::copy(row.features, example.features.begin());
  examples.push_back(example);
  if (!*fraud) return;
  for (const store::LabelMark& label : row.labels) ++out.by_source[label.source];
}

void keep_newest(std::vector<Example>& examples) {
  if (examples.size() <= kExamplesMax) return;
  examples.erase(examples.begin(), examples.end() - static_cast<std::ptrdiff_t>(kExamplesMax));
}

}  // namespace

Result<LabelledPayments> labelled_payments(store::Database& database, const std::string& tenant, TimeUs from_us,
                                           TimeUs mature_us) {
  LabelledPayments out;
  std::vector<Example> examples;
  domain::Seq after = 0;
  while (true) {
    const auto rows = store::training_rows(database, tenant, from_us, after, kPageRows);
    if (!rows) return rows.error();
    if (rows->empty()) break;
    for (const store::TrainingRow& row : *rows) take(row, mature_us, out, examples);
    after = rows->back().seq;
    // Now and then, so that not every page moves everything.
    if (examples.size() > kExamplesMax + kExamplesMax / 4) keep_newest(examples);
  }
  keep_newest(examples);
  std::ranges::stable_sort(examples, {}, &Example::time_us);
  AttributeCensus census;
  for (const Example& example : examples) census.count(example.attributes);
  const auto columns = census.columns();
  out.examples = table_with(columns);
  for (const Example& example : examples) {
    out.examples.add({example.time_us, 0, example.fraud}, row_with(example.features, columns, example.attributes));
  }
  return out;
}

}  // namespace shrike::training
