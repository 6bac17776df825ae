// Has the model become worse? The newest mature days against those before.
#include <fmt/core.h>

#include <algorithm>

#include "monitored_ranks.hpp"
#include "shrike/base/random.hpp"

namespace shrike::training {

namespace {

constexpr std::uint64_t kSeed = 1;

/// Poisson numbers of mean 1, four from each random number of 64 bits.
class PoissonOnes {
 public:
  unsigned next() {
    if (left_ == 0) {
      bits_ = random_.next();
      left_ = 4;
    }
    const auto draw = static_cast<std::uint32_t>(bits_ & 0xFFFFU);
    bits_ >>= 16U;
    --left_;
    unsigned count = 0;
    while (count < kBelow.size() && draw >= kBelow[count]) ++count;
    return count;
  }

 private:
  /// 65536 times P(X <= k): e^-1 times the sum of 1 / i!, rounded; beyond 7 there is nothing left at this precision.
  static constexpr std::array<std::uint32_t, 8> kBelow{24'109, 48'219, 60'273, 64'292, 65'296, 65'497, 65'531, 65'535};
  Random random_{kSeed};
  std::uint64_t bits_ = 0;
  int left_ = 0;
};

/// Average precision with each decision counted as often as it was drawn.
double resampled(std::span<const RankedDecision> ranks, PoissonOnes& draws) {
  double hits = 0, taken = 0, sum = 0;
  for (std::size_t start = 0; start < ranks.size();) {
    std::size_t end = start;
    double step_hits = 0;
    for (; end < ranks.size() && ranks[end].score == ranks[start].score; ++end) {
      const double weight = draws.next();
      taken += weight;
      step_hits += ranks[end].fraud ? weight : 0;
    }
    hits += step_hits;
    if (step_hits > 0) sum += step_hits * hits / taken;
    start = end;
  }
  return hits > 0 ? sum / hits : 0;
}

/// The 95 % interval of what the newer ones have more.
void set_interval(Accuracy& out, std::span<const RankedDecision> recent, std::span<const RankedDecision> before,
                  const GoOn& go_on) {
  PoissonOnes draws;
  std::vector<double> changes;
  for (int i = 0; i < kAccuracyReplicates && go_on(); ++i)
    changes.push_back(resampled(recent, draws) - resampled(before, draws));
  if (changes.empty()) return;
  std::ranges::sort(changes);
  const std::size_t cut = changes.size() / 40;  // 2.5 %
  out.low = changes[cut];
  out.high = changes[changes.size() - 1 - cut];
}

/// Figures of a stretch of mature days, whose decisions all stand in `ranks`.
Figures figures_of(std::span<const RankedDecision> ranks) {
  Figures out;
  std::vector<Scored> scored;
  for (const RankedDecision& rank : ranks) scored.push_back({rank.score, rank.flagged, rank.fraud});
  const Evaluation found = evaluate_sorted(scored);
  set_ratios(out, found);
  out.decisions = out.labelled = found.events;
  out.frauds = found.frauds;
  out.flagged = found.true_positives + found.false_positives;
  return out;
}

bool is_enough(const Figures& figures) {
  return figures.frauds >= kAccuracyFraudsMin && figures.labelled - figures.frauds >= kAccuracyFraudsMin;
}

}  // namespace

std::string_view to_string(Accuracy::State state) {
  switch (state) {
    case Accuracy::State::ok:
      return "ok";
    case Accuracy::State::dropped:
      return "dropped";
    case Accuracy::State::unknown:
      break;
  }
  return "unknown";
}

Accuracy accuracy_of(std::span<const MonitoredDecision> decisions, std::int32_t last_mature, const GoOn& go_on) {
  const std::int32_t first = last_mature - kAccuracyDays + 1;
  const auto newer = ranked(decisions, first, last_mature, last_mature);
  const auto older = ranked(decisions, first - kAccuracyBefore, first - 1, last_mature);
  Accuracy out;
  out.recent = figures_of(newer);
  out.before = figures_of(older);
  if (!is_enough(out.recent) || !is_enough(out.before)) {
    out.text = fmt::format(
        "too few labelled frauds: {} over the last {} mature days, {} over the {} before; {} are needed in each",
        out.recent.frauds, kAccuracyDays, out.before.frauds, kAccuracyBefore, kAccuracyFraudsMin);
    return out;
  }
  set_interval(out, newer, older, go_on);
  const double recent = *out.recent.average_precision;
  const double before = *out.before.average_precision;
  const bool fell = before - recent > kAccuracyMargin && out.high < 0;
  out.state = fell ? Accuracy::State::dropped : Accuracy::State::ok;
  out.text = fmt::format("average precision {:.2f} over the last {} mature days, {:.2f} over the {} before", recent,
                         kAccuracyDays, before, kAccuracyBefore);
  return out;
}

}  // namespace shrike::training
