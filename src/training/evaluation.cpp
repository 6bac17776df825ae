#include "shrike/training/evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "shrike/base/json_writer.hpp"
#include "shrike/base/result.hpp"

namespace shrike::training {

namespace {

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

void fill_curve_metrics(Evaluation& out, std::span<const Scored> scored) {
  const auto frauds = static_cast<double>(out.frauds);
  const auto genuine = static_cast<double>(out.events - out.frauds);
  double hits = 0;
  double misses = 0;
  double area = 0;
  bool caught_95 = false;
  for (std::size_t start = 0; start < scored.size();) {
    std::size_t end = start;
    double step_hits = 0;
    for (; end < scored.size() && scored[end].score == scored[start].score; ++end)
      step_hits += scored[end].fraud ? 1 : 0;
    const double step_misses = static_cast<double>(end - start) - step_hits;
    area += step_misses * (hits + step_hits / 2);
    hits += step_hits;
    misses += step_misses;
    out.average_precision += ratio(step_hits, frauds) * ratio(hits, hits + misses);
    const double false_positives = ratio(misses, genuine);
    if (false_positives <= 0.005) out.recall_at_fpr_05 = ratio(hits, frauds);
    if (false_positives <= 0.01) out.recall_at_fpr_1 = ratio(hits, frauds);
    if (false_positives <= 0.02) out.recall_at_fpr_2 = ratio(hits, frauds);
    if (!caught_95 && frauds > 0 && hits >= 0.95 * frauds) {
      caught_95 = true;
      out.fpr_at_recall_95 = false_positives;
    }
    start = end;
  }
  out.auc = ratio(area, frauds * genuine);
}

}  // namespace

Evaluation evaluate(std::vector<Scored> scored) {
  for (const Scored& item : scored) SHRIKE_ASSERT(!std::isnan(item.score));
  std::ranges::sort(scored, [](const Scored& a, const Scored& b) { return a.score > b.score; });
  return evaluate_sorted(scored);
}

Evaluation evaluate_sorted(std::span<const Scored> scored) {
  Evaluation out;
  out.events = scored.size();
  for (const Scored& item : scored) {
    out.frauds += item.fraud ? 1 : 0;
    out.true_positives += item.fraud && item.flagged ? 1 : 0;
    out.false_positives += !item.fraud && item.flagged ? 1 : 0;
  }
  const auto events = static_cast<double>(out.events);
  const auto frauds = static_cast<double>(out.frauds);
  const auto hits = static_cast<double>(out.true_positives);
  const auto misses = static_cast<double>(out.false_positives);
  out.accuracy = ratio(hits + (events - frauds - misses), events);
  out.precision = ratio(hits, hits + misses);
  out.recall = ratio(hits, frauds);
  out.f1 = ratio(2 * out.precision * out.recall, out.precision + out.recall);
  out.false_positive_rate = ratio(misses, events - frauds);
  fill_curve_metrics(out, scored);
  return out;
}

std::string to_json(const Evaluation& evaluation) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("events", evaluation.events);
  out.field("frauds", evaluation.frauds);
  out.field("true_positives", evaluation.true_positives);
  out.field("false_positives", evaluation.false_positives);
  out.field("accuracy", evaluation.accuracy);
  out.field("precision", evaluation.precision);
  out.field("recall", evaluation.recall);
  out.field("f1", evaluation.f1);
  out.field("false_positive_rate", evaluation.false_positive_rate);
  out.field("auc", evaluation.auc);
  out.field("average_precision", evaluation.average_precision);
  out.field("recall_at_fpr_05", evaluation.recall_at_fpr_05);
  out.field("recall_at_fpr_1", evaluation.recall_at_fpr_1);
  out.field("recall_at_fpr_2", evaluation.recall_at_fpr_2);
  out.field("fpr_at_recall_95", evaluation.fpr_at_recall_95);
  out.end_object();
  return text;
}

}  // namespace shrike::training
