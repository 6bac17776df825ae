#include "shrike/training/drift.hpp"

#include <algorithm>
#include <cmath>

#include "shrike/base/result.hpp"

namespace shrike::training {

namespace {

/// Where values go, as the reference has it.
class Bins {
 public:
  explicit Bins(std::span<const double> reference) {
    std::vector<double> sorted;
    for (const double value : reference) {
      if (!std::isnan(value)) sorted.push_back(value);
    }
    std::ranges::sort(sorted);
    std::vector<double> distinct = sorted;
    distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
    by_value_ = distinct.size() <= kDriftBins;
    if (by_value_) {
      edges_ = std::move(distinct);
      return;
    }
    // Each edge begins a bin. The least value begins the first one by itself.
    for (std::size_t tenth = 1; tenth < kDriftBins; ++tenth) {
      const double edge = sorted[tenth * sorted.size() / kDriftBins];
      if (edge > sorted.front() && (edges_.empty() || edge > edges_.back())) edges_.push_back(edge);
    }
  }

  /// By value: one each, one for others, one for NaN. Else: the part below the first edge, one from each edge, NaN.
  [[nodiscard]] std::size_t count() const { return edges_.size() + 2; }

  [[nodiscard]] std::size_t of(double value) const {
    if (std::isnan(value)) return count() - 1;
    const auto after = static_cast<std::size_t>(std::ranges::upper_bound(edges_, value) - edges_.begin());
    if (!by_value_) return after;
    return after > 0 && edges_[after - 1] == value ? after - 1 : edges_.size();
  }

  [[nodiscard]] std::vector<double> shares(std::span<const double> values) const {
    std::vector<double> out(count());
    for (const double value : values) out[of(value)] += 1;
    for (double& share : out) share /= static_cast<double>(values.size());
    return out;
  }

 private:
  bool by_value_ = false;
  std::vector<double> edges_;
};

}  // namespace

double population_stability(std::span<const double> reference, std::span<const double> current) {
  if (reference.empty() || current.empty()) return 0;
  const Bins bins(reference);
  const auto before = bins.shares(reference);
  const auto now = bins.shares(current);
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double r = std::max(before[i], kDriftEmptyShare);
    const double a = std::max(now[i], kDriftEmptyShare);
    sum += (a - r) * std::log(a / r);
  }
  return sum;
}

std::string_view drift_level(double psi) {
  if (psi < kDriftMoving) return "stable";
  return psi < kDriftShifted ? "moving" : "shifted";
}

void FeatureSample::add(std::span<const float> values) {
  SHRIKE_ASSERT(values.size() == columns_.size());
  for (std::size_t i = 0; i < values.size(); ++i) columns_[i].push_back(values[i]);
}

std::vector<double> FeatureSample::column(std::size_t feature) const {
  const auto& column = columns_[feature];
  return {column.begin(), column.end()};
}

std::optional<AnomalyShift> anomaly_shift(const FeatureSample& reference, const FeatureSample& current,
                                          std::size_t feature, std::size_t rows_min) {
  if (reference.rows() < rows_min || current.rows() < rows_min) return std::nullopt;
  auto before = reference.column(feature);
  const auto now = current.column(feature);
  const auto place = before.begin() + static_cast<std::ptrdiff_t>(before.size() * 99 / 100);
  std::ranges::nth_element(before, place);
  const auto above = std::ranges::count_if(now, [&](double score) { return score > *place; });
  return AnomalyShift{*place, static_cast<double>(above) / static_cast<double>(now.size())};
}

std::vector<FeatureDrift> feature_drift(const FeatureSample& reference, const FeatureSample& current,
                                        std::span<const std::string_view> names, std::size_t rows_min,
                                        const GoOn& go_on) {
  SHRIKE_ASSERT(names.size() == reference.features() && names.size() == current.features());
  std::vector<FeatureDrift> out;
  if (reference.rows() < rows_min || current.rows() < rows_min) return out;
  for (std::size_t i = 0; i < names.size() && go_on(); ++i)
    out.push_back({std::string(names[i]), population_stability(reference.column(i), current.column(i))});
  std::ranges::stable_sort(out, [](const FeatureDrift& a, const FeatureDrift& b) { return a.psi > b.psi; });
  return out;
}

}  // namespace shrike::training
