#include "shrike/training/monitoring_run.hpp"

#include <algorithm>

#include "shrike/engine/own_inputs.hpp"
#include "shrike/store/monitored.hpp"

namespace shrike::training {

namespace {

/// Decisions of some days, evenly thinned to kDriftRowsMax.
struct Sample {
  std::vector<domain::Seq> seqs;
  std::vector<double> scores;
  DriftWindow window;
};

Sample sample_of(const MonitoredWindow& window, std::int32_t first, std::int32_t last) {
  std::vector<const MonitoredDecision*> all;
  for (const MonitoredDecision& decision : window.decisions()) {
    if (decision.day >= first && decision.day <= last) all.push_back(&decision);
  }
  Sample out;
  const std::size_t count = std::min(all.size(), kDriftRowsMax);
  std::int32_t oldest = last, newest = first;
  for (std::size_t i = 0; i < count; ++i) {
    const MonitoredDecision& decision = *all[i * all.size() / count];
    out.seqs.push_back(decision.seq);
    out.scores.push_back(decision.fraud_probability);
    oldest = std::min(oldest, decision.day);
    newest = std::max(newest, decision.day);
  }
  out.window = {oldest * kDayUs, std::min((newest + 1) * kDayUs, window.now_us()), count};
  return out;
}

float anomaly_of(const engine::IsolationForest& forest, std::span<const float> values) {
  engine::FeatureVector features;
  std::ranges::copy(values, features.begin());
  return static_cast<float>(forest.score(features));
}

/// Those that were made with the present table of features; where there is a forest, then its score.
Result<FeatureSample> features_of(store::Database& database, const std::string& tenant, const Sample& sample,
                                  const engine::IsolationForest* forest, const GoOn& go_on) {
  FeatureSample out(engine::kFeatureCount + (forest == nullptr ? 0 : 1));
  std::vector<float> values;
  out.reserve(sample.seqs.size());
  for (std::size_t start = 0; start < sample.seqs.size(); start += store::kFeatureSeqsMax) {
    if (!go_on()) return Error{ErrorKind::unavailable, "the system stops"};
    const std::size_t count = std::min(store::kFeatureSeqsMax, sample.seqs.size() - start);
    const auto rows = store::features_of(database, tenant, std::span(sample.seqs).subspan(start, count));
    if (!rows) return rows.error();
    for (const store::FeatureRow& row : *rows) {
      const bool present = row.feature_table == engine::feature_table_id();
      if (!present || row.features.size() != engine::kFeatureCount) continue;
      values = row.features;
      if (forest != nullptr) values.push_back(anomaly_of(*forest, values));
      out.add(values);
    }
  }
  return out;
}

/// How long entities have been known rises with the age of the installation, whatever the payments are like.
bool grows_with_age(std::string_view name) {
  const auto feature = engine::feature_by_name(name);
  return feature && engine::feature_table()[static_cast<std::size_t>(*feature)].aggregate ==
                        engine::Aggregate::seconds_since_first;
}

Result<std::optional<Drift>> drift_of(store::Database& database, const MonitoredWindow& window,
                                      const engine::IsolationForest* forest, const GoOn& go_on) {
  const std::int32_t first = window.today() - kDriftDays + 1;
  const Sample current = sample_of(window, first, window.today());
  const Sample reference = sample_of(window, first - kDriftReferenceDays, first - 1);
  if (current.seqs.size() < kDriftRowsMin || reference.seqs.size() < kDriftRowsMin) return std::optional<Drift>();
  const auto now = features_of(database, window.tenant(), current, forest, go_on);
  if (!now) return now.error();
  const auto before = features_of(database, window.tenant(), reference, forest, go_on);
  if (!before) return before.error();
  std::vector<std::string_view> names;
  for (const engine::FeatureRow& row : engine::feature_table()) names.push_back(row.name);
  if (forest != nullptr) names.push_back(engine::kAnomalyInput);
  auto features = feature_drift(*before, *now, names, kDriftRowsMin, go_on);
  std::erase_if(features, [](const FeatureDrift& one) { return grows_with_age(one.name); });
  Drift out{reference.window, current.window, population_stability(reference.scores, current.scores),
            std::move(features), std::nullopt};
  if (forest != nullptr) out.anomaly = anomaly_shift(*before, *now, engine::kFeatureCount, kDriftRowsMin);
  return std::optional(std::move(out));
}

}  // namespace

Result<MonitoringReport> monitoring_report(store::Database& database, const MonitoredWindow& window,
                                           const Watched& watched, const GoOn& go_on) {
  MonitoringReport out;
  const std::int32_t mature = last_mature_day(window.now_us());
  out.sample_share = window.sample_share();
  if (window.now_us() != 0) out.daily = daily_report(window.decisions(), window.today(), mature, go_on);
  out.accuracy = accuracy_of(window.decisions(), mature, go_on);
  auto drift = drift_of(database, window, watched.forest, go_on);
  if (!drift) return drift.error();
  out.drift = std::move(*drift);
  if (watched.challenger.version != 0)
    out.challenger = challenge_of(window.decisions(), window.judges(), mature, watched.champion, watched.challenger);
  if (!go_on()) return Error{ErrorKind::unavailable, "the system stops"};
  return out;
}

}  // namespace shrike::training
