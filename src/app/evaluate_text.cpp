#include "evaluate_text.hpp"

#include <fmt/core.h>

#include <array>

#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::app {

namespace {

using training::HandbookFold;

std::string reliability_text(const training::Reliability& reliability) {
  std::string text = fmt::format(
      "expected calibration error {:.4f} ({} bins of equal mass), Brier score {:.5f}\n"
      "    events       probability           stated  observed\n",
      reliability.expected_calibration_error, training::kReliabilityBins, reliability.brier_score);
  for (const auto& bin : reliability.bins)
    text += fmt::format("  {:8}  {:.6f} to {:.6f}  {:.5f}  {:.5f}\n", bin.events, bin.probability_min,
                        bin.probability_max, bin.stated, bin.observed);
  return text;
}

struct Column {
  std::string_view key, title;
  double (*of)(const HandbookFold&);
};
constexpr std::array kColumns{
    Column{"auc", "AUC", [](const HandbookFold& f) { return f.trees.evaluation.auc; }},
    Column{"average_precision", "AP", [](const HandbookFold& f) { return f.trees.evaluation.average_precision; }},
    Column{"card_precision_100", "CP@100", [](const HandbookFold& f) { return f.trees.card_precision_100; }},
    Column{"recall_at_fpr_05", "R@.5%", [](const HandbookFold& f) { return f.trees.evaluation.recall_at_fpr_05; }},
    Column{"recall_at_fpr_1", "R@1%", [](const HandbookFold& f) { return f.trees.evaluation.recall_at_fpr_1; }},
    Column{"recall_at_fpr_2", "R@2%", [](const HandbookFold& f) { return f.trees.evaluation.recall_at_fpr_2; }},
    Column{"expected_calibration_error", "ECE",
           [](const HandbookFold& f) { return f.reliability.expected_calibration_error; }},
};

training::MeanDeviation over_folds(const HandbookReport& report, const Column& column) {
  std::vector<double> values;
  for (const HandbookFold& fold : report.folds) values.push_back(column.of(fold));
  return training::mean_deviation(values);
}

struct Judge {
  std::string_view key, title;
  training::HandbookScore HandbookFold::*score;
};
constexpr std::array kJudges{Judge{"rules", "rules (base risk score)", &HandbookFold::rules},
                             Judge{"trees", "trees", &HandbookFold::trees},
                             Judge{"isolation_forest", "isolation forest", &HandbookFold::anomaly},
                             Judge{"blend", "blend", &HandbookFold::blend}};

/// Means over the folds.
training::HandbookScore mean_of(const HandbookReport& report, const Judge& judge) {
  training::HandbookScore out;
  const auto count = static_cast<double>(report.folds.size());
  for (const HandbookFold& fold : report.folds) {
    const auto& score = fold.*judge.score;
    out.evaluation.auc += score.evaluation.auc / count;
    out.evaluation.average_precision += score.evaluation.average_precision / count;
    out.evaluation.recall_at_fpr_1 += score.evaluation.recall_at_fpr_1 / count;
    out.card_precision_100 += score.card_precision_100 / count;
  }
  return out;
}

std::string judges_text(const HandbookReport& report) {
  std::string text =
      fmt::format("\n{:24}  {:>6}  {:>6}  {:>6}  {:>6}\n", "each alone, mean", "AUC", "AP", "CP@100", "R@1%");
  for (const Judge& judge : kJudges) {
    const auto score = mean_of(report, judge);
    text += fmt::format("{:24}  {:6.4f}  {:6.4f}  {:6.4f}  {:6.4f}\n", judge.title, score.evaluation.auc,
                        score.evaluation.average_precision, score.card_precision_100, score.evaluation.recall_at_fpr_1);
  }
  text += "weights in the blend (isolation forest / rules), by fold:";
  for (const HandbookFold& fold : report.folds)
    text += fmt::format(" {} / {}", fold.weights.anomaly, fold.weights.rules);
  return text + "\n";
}

void write_judges(JsonWriter& out, const HandbookFold& fold) {
  for (const Judge& judge : kJudges) {
    const auto& score = fold.*judge.score;
    out.key(judge.key);
    out.begin_object();
    out.field("auc", score.evaluation.auc);
    out.field("average_precision", score.evaluation.average_precision);
    out.field("recall_at_fpr_1", score.evaluation.recall_at_fpr_1);
    out.field("card_precision_100", score.card_precision_100);
    out.end_object();
  }
  out.field("weight_isolation_forest", fold.weights.anomaly);
  out.field("weight_rules", fold.weights.rules);
}

std::string day(TimeUs time_us) { return format_time(time_us).substr(0, 10); }

void write_fold(JsonWriter& out, const HandbookFold& fold) {
  out.begin_object();
  out.field("train_start", day(fold.split.train_start_us));
  out.field("test_start", day(fold.split.test_start_us()));
  out.field("test_end", day(fold.split.test_end_us()));
  out.field("fit_rows", std::uint64_t{fold.fit_rows});
  out.field("fit_frauds", std::uint64_t{fold.fit_frauds});
  out.field("week_rows", std::uint64_t{fold.week_rows});
  out.field("week_frauds", std::uint64_t{fold.week_frauds});
  out.field("test_rows", std::uint64_t{fold.test_rows});
  out.field("test_frauds", std::uint64_t{fold.test_frauds});
  out.field("rounds", fold.rounds);
  out.key("evaluation");
  out.raw(to_json(fold.trees.evaluation));
  out.field("card_precision_100", fold.trees.card_precision_100);
  out.key("reliability");
  out.raw(to_json(fold.reliability));
  write_judges(out, fold);
  out.end_object();
}

}  // namespace

std::string report_text(const EvaluationReport& report) {
  const auto& e = report.evaluation;
  std::string text = fmt::format("{} rows: {} bad, {} without truth, {} repeated\n", report.rows_read, report.rows_bad,
                                 report.rows_without_truth, report.rows_repeated);
  for (const auto& row : report.bad_rows) text += fmt::format("  line {}: {}\n", row.line, row.reason);
  text += fmt::format("{}, {}: {} events, {} fraud\n", report.model, report.kind, e.events, e.frauds);
  text += fmt::format("AUC ROC {:.4f}, average precision {:.4f}\n", e.auc, e.average_precision);
  text += fmt::format("at the shipped threshold (reviewed or declined): precision {:.4f}, recall {:.4f}, F1 {:.4f}, ",
                      e.precision, e.recall, e.f1);
  text += fmt::format("false positives {:.3f} %\n", e.false_positive_rate * 100);
  text += fmt::format("false positives at 95 % recall {:.3f} %\n", e.fpr_at_recall_95 * 100);
  text += fmt::format("recall at 0.5 / 1 / 2 % false positives {:.4f} / {:.4f} / {:.4f}\n", e.recall_at_fpr_05,
                      e.recall_at_fpr_1, e.recall_at_fpr_2);
  if (report.card_precision_100) text += fmt::format("card precision top-100 {:.4f}\n", *report.card_precision_100);
  if (report.anomalies)
    text += fmt::format("isolation forest alone: AUC ROC {:.4f}, average precision {:.4f}, recall at 1 % {:.4f}\n",
                        report.anomalies->auc, report.anomalies->average_precision, report.anomalies->recall_at_fpr_1);
  return text + reliability_text(report.reliability);
}

std::string report_json(const EvaluationReport& report) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("kind", report.kind);
  out.field("model", report.model);
  out.field("rows_read", std::uint64_t{report.rows_read});
  out.field("rows_bad", std::uint64_t{report.rows_bad});
  out.field("rows_without_truth", std::uint64_t{report.rows_without_truth});
  out.field("rows_repeated", std::uint64_t{report.rows_repeated});
  out.key("evaluation");
  out.raw(to_json(report.evaluation));
  if (report.card_precision_100) out.field("card_precision_100", *report.card_precision_100);
  if (report.anomalies) {
    out.key("isolation_forest");
    out.raw(to_json(*report.anomalies));
  }
  out.key("reliability");
  out.raw(to_json(report.reliability));
  out.end_object();
  return text + "\n";
}

std::string report_text(const HandbookReport& report) {
  std::string text =
      fmt::format("features {}, depth {}, learning rate {}, seed {}\n", report.features, report.settings.trees.depth,
                  report.settings.trees.learning_rate, report.settings.trees.seed);
  text += "train start  test days                 fitted to       test rows          rounds";
  for (const Column& column : kColumns) text += fmt::format("  {:>6}", column.title);
  for (const HandbookFold& fold : report.folds) {
    text += fmt::format("\n{}   {} to {}  {:7} / {:5}  {:6} / {:4}  {:6}", day(fold.split.train_start_us),
                        day(fold.split.test_start_us()), day(fold.split.test_end_us() - kDayUs), fold.fit_rows,
                        fold.fit_frauds, fold.test_rows, fold.test_frauds, fold.rounds);
    text += fmt::format("   of {} / {}", fold.week_rows, fold.week_frauds);
    for (const Column& column : kColumns) text += fmt::format("  {:6.4f}", column.of(fold));
  }
  text += fmt::format("\n{:>82}", "mean");
  for (const Column& column : kColumns) text += fmt::format("  {:6.4f}", over_folds(report, column).mean);
  text += fmt::format("\n{:>82}", "standard deviation");
  for (const Column& column : kColumns) text += fmt::format("  {:6.4f}", over_folds(report, column).deviation);
  return text + "\n" + judges_text(report);
}

std::string report_json(const HandbookReport& report) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("protocol", "handbook");
  out.field("features", report.features);
  out.key("folds");
  out.begin_array();
  for (const HandbookFold& fold : report.folds) write_fold(out, fold);
  out.end_array();
  for (const Column& column : kColumns) {
    const auto value = over_folds(report, column);
    out.key(column.key);
    out.begin_object();
    out.field("mean", value.mean);
    out.field("standard_deviation", value.deviation);
    out.end_object();
  }
  out.end_object();
  return text + "\n";
}

}  // namespace shrike::app
