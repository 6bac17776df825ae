// Labels in the store as training examples.
#include <algorithm>

#include "shrike/store/training_rows.hpp"
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

void take(const store::TrainingRow& row, TimeUs mature_us, LabelledPayments& out) {
  const auto fraud = truth_of(row, mature_us, out);
  if (!fraud) return;
  PaymentExample example{{}, *fraud};
  if (row.feature_table != engine::feature_table_id() || row.features.size() != example.features.size()) {
    ++out.other_features;
    return;
  }
  std::ranges::copy(row.features, example.features.begin());
  out.examples.push_back(example);
  if (!*fraud) return;
  for (const store::LabelMark& label : row.labels) ++out.by_source[label.source];
}

}  // namespace

Result<LabelledPayments> labelled_payments(store::Database& database, const std::string& tenant, TimeUs from_us,
                                           TimeUs mature_us) {
  LabelledPayments out;
  domain::Seq after = 0;
  while (true) {
    const auto rows = store::training_rows(database, tenant, from_us, after, kPageRows);
    if (!rows) return rows.error();
    if (rows->empty()) break;
    for (const store::TrainingRow& row : *rows) take(row, mature_us, out);
    after = rows->back().seq;
    // In two sizes, so that not every page moves everything.
    if (out.examples.size() > 2 * kExamplesMax)
      out.examples.erase(out.examples.begin(), out.examples.end() - static_cast<std::ptrdiff_t>(kExamplesMax));
  }
  if (out.examples.size() > kExamplesMax)
    out.examples.erase(out.examples.begin(), out.examples.end() - static_cast<std::ptrdiff_t>(kExamplesMax));
  return out;
}

}  // namespace shrike::training
