#include "shrike/training/monitoring.hpp"

#include <algorithm>

#include "monitored_ranks.hpp"

namespace shrike::training {

namespace {

std::optional<double> defined(bool is, double value) { return is ? std::optional(value) : std::nullopt; }

void count(Figures& out, const MonitoredDecision& decision, std::int32_t last_mature) {
  ++out.decisions;
  out.flagged += decision.flagged ? 1 : 0;
  const auto fraud = truth_of(decision, last_mature);
  if (!fraud) return;
  ++out.labelled;
  out.frauds += *fraud ? 1 : 0;
}

void add(Figures& to, const Figures& from) {
  to.decisions += from.decisions;
  to.labelled += from.labelled;
  to.frauds += from.frauds;
  to.flagged += from.flagged;
}

void count(ProbabilityBins& bins, const RankedDecision& decision) {
  const double scaled = decision.score * static_cast<double>(kProbabilityBins);
  const auto at = static_cast<std::size_t>(std::clamp(scaled, 0.0, static_cast<double>(kProbabilityBins - 1)));
  ++bins[at].count;
  bins[at].probability_sum += decision.score;
  bins[at].frauds += decision.fraud ? 1 : 0;
}

}  // namespace

std::int32_t last_mature_day(TimeUs now_us) {
  const TimeUs days = now_us >= 0 ? now_us / kDayUs : (now_us - kDayUs + 1) / kDayUs;
  return static_cast<std::int32_t>(days - kMaturityDays - 1);
}

std::optional<bool> truth_of(const MonitoredDecision& decision, std::int32_t last_mature) {
  switch (decision.said) {
    case Said::fraud:
      return true;
    case Said::genuine:
      return false;
    case Said::both:
      return std::nullopt;
    case Said::nothing:
      break;
  }
  return decision.day <= last_mature ? std::optional(false) : std::nullopt;
}

std::vector<RankedDecision> ranked(std::span<const MonitoredDecision> decisions, std::int32_t first, std::int32_t last,
                                   std::int32_t last_mature) {
  const auto is_in = [&](const MonitoredDecision& decision) {
    return decision.day >= first && decision.day <= last && truth_of(decision, last_mature).has_value();
  };
  std::vector<RankedDecision> out;
  out.reserve(static_cast<std::size_t>(std::ranges::count_if(decisions, is_in)));
  for (const MonitoredDecision& decision : decisions) {
    if (!is_in(decision)) continue;
    out.push_back({decision.fraud_probability, decision.day, decision.flagged, *truth_of(decision, last_mature)});
  }
  std::ranges::sort(out, [](const RankedDecision& a, const RankedDecision& b) { return a.score > b.score; });
  return out;
}

void set_ratios(Figures& out, const Evaluation& found) {
  const bool frauds = found.frauds > 0;
  const bool genuine = found.events > found.frauds;
  out.precision = defined(found.true_positives + found.false_positives > 0, found.precision);
  out.recall = defined(frauds, found.recall);
  out.false_positive_rate = defined(genuine, found.false_positive_rate);
  out.auc = defined(frauds && genuine, found.auc);
  out.average_precision = defined(frauds, found.average_precision);
}

void set_ratios(Figures& out, std::span<const RankedDecision> ranks, std::int32_t first, std::int32_t last,
                std::vector<Scored>& scratch) {
  scratch.clear();
  for (const RankedDecision& rank : ranks) {
    if (rank.day >= first && rank.day <= last) scratch.push_back({rank.score, rank.flagged, rank.fraud});
  }
  set_ratios(out, evaluate_sorted(scratch));
}

DailyReport daily_report(std::span<const MonitoredDecision> decisions, std::int32_t today, std::int32_t last_mature,
                         const GoOn& go_on) {
  const std::int32_t oldest = today - kMonitoredDaysMax + 1;
  std::vector<DayFigures> days(kMonitoredDaysMax);
  for (const MonitoredDecision& decision : decisions) {
    if (decision.day < oldest || decision.day > today) continue;
    count(days[static_cast<std::size_t>(decision.day - oldest)].figures, decision, last_mature);
  }
  const auto ranks = ranked(decisions, oldest, std::min(today, last_mature), last_mature);
  for (const RankedDecision& rank : ranks) count(days[static_cast<std::size_t>(rank.day - oldest)].bins, rank);
  DailyReport out;
  out.totals.resize(days.size());
  std::vector<Scored> scratch;
  Figures total;
  for (std::size_t back = 1; back <= days.size() && go_on(); ++back) {
    DayFigures& day = days[days.size() - back];
    day.day = today + 1 - static_cast<std::int32_t>(back);
    day.mature = day.day <= last_mature;
    if (day.mature && day.figures.decisions > 0) {
      set_ratios(day.figures, ranks, day.day, day.day, scratch);
      add(total, day.figures);
      set_ratios(total, ranks, day.day, today, scratch);
    }
    out.totals[back - 1] = total;
  }
  const auto first = std::ranges::find_if(days, [](const DayFigures& day) { return day.figures.decisions > 0; });
  out.days.assign(first, days.end());
  return out;
}

ProbabilityBins reliability_of(std::span<const DayFigures> days) {
  ProbabilityBins out;
  for (const DayFigures& day : days) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i].count += day.bins[i].count;
      out[i].probability_sum += day.bins[i].probability_sum;
      out[i].frauds += day.bins[i].frauds;
    }
  }
  return out;
}

}  // namespace shrike::training
