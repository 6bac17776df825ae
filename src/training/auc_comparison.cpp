#include "shrike/training/auc_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "shrike/base/result.hpp"

namespace shrike::training {

namespace {

constexpr double kNormal95 = 1.959963984540054;

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> midranks(const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t at) { return values[at]; });
  std::vector<double> ranks(values.size());
  for (std::size_t start = 0; start < order.size();) {
    std::size_t end = start;
    while (end < order.size() && values[order[end]] == values[order[start]]) ++end;
    for (std::size_t i = start; i < end; ++i)
      ranks[order[i]] = static_cast<double>(start + 1 + end) / 2;  // the mean of start + 1 … end
    start = end;
  }
  return ranks;
}

/// Of each fraud the part of the genuine events that it beats; of each genuine event the part of the frauds that beat
/// it: the structural components of DeLong et al.
struct Components {
  std::vector<double> frauds;
  std::vector<double> genuine;
  [[nodiscard]] double auc() const {
    return std::reduce(frauds.begin(), frauds.end()) / static_cast<double>(frauds.size());
  }
};

template <class Score>
Components components(std::span<const PairedScore> events, const Score& score) {
  std::vector<double> frauds, genuine;
  for (const PairedScore& event : events) (event.fraud ? frauds : genuine).push_back(score(event));
  std::vector<double> all = frauds;
  all.insert(all.end(), genuine.begin(), genuine.end());
  const auto among_all = midranks(all);
  const auto among_frauds = midranks(frauds);
  const auto among_genuine = midranks(genuine);
  const auto m = static_cast<double>(frauds.size());
  const auto n = static_cast<double>(genuine.size());
  Components out;
  for (std::size_t i = 0; i < frauds.size(); ++i) out.frauds.push_back((among_all[i] - among_frauds[i]) / n);
  for (std::size_t i = 0; i < genuine.size(); ++i)
    out.genuine.push_back(1 - (among_all[frauds.size() + i] - among_genuine[i]) / m);
  return out;
}

/// Variance of the mean of a[i] - b[i].
double variance_of_mean(const std::vector<double>& a, const std::vector<double>& b) {
  const auto count = static_cast<double>(a.size());
  double mean = 0;
  for (std::size_t i = 0; i < a.size(); ++i) mean += (a[i] - b[i]) / count;
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
  return squares / (count - 1) / count;
}

}  // namespace

AucComparison compare_auc(std::span<const PairedScore> events) {
  const Components first = components(events, [](const PairedScore& event) { return event.first; });
  const Components second = components(events, [](const PairedScore& event) { return event.second; });
  SHRIKE_ASSERT(first.frauds.size() >= 2 && first.genuine.size() >= 2);
  AucComparison out;
  out.first_auc = first.auc();
  out.second_auc = second.auc();
  out.difference = out.second_auc - out.first_auc;
  // The variance of a contrast of components is that of their differences: L S L' for L = (-1, 1).
  out.standard_error =
      std::sqrt(variance_of_mean(second.frauds, first.frauds) + variance_of_mean(second.genuine, first.genuine));
  out.low = out.difference - kNormal95 * out.standard_error;
  out.high = out.difference + kNormal95 * out.standard_error;
  return out;
}

}  // namespace shrike::training
