#include "monitoring_json.hpp"

#include <fmt/core.h>

#include <span>

#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

using training::Figures;

void write_optional(JsonWriter& out, std::string_view name, const std::optional<double>& value) {
  out.key(name);
  value ? out.value(*value) : out.null();
}

void write_figures(JsonWriter& out, const Figures& figures) {
  out.field("decisions", figures.decisions);
  out.field("labelled", figures.labelled);
  out.field("frauds", figures.frauds);
  out.field("flagged", figures.flagged);
  write_optional(out, "precision", figures.precision);
  write_optional(out, "recall", figures.recall);
  write_optional(out, "false_positive_rate", figures.false_positive_rate);
  write_optional(out, "auc", figures.auc);
  write_optional(out, "average_precision", figures.average_precision);
}

std::string day_text(std::int32_t day) {
  const CivilDate date = civil_date(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

void write_days(JsonWriter& out, std::span<const training::DayFigures> days) {
  out.begin_array();
  for (const training::DayFigures& day : days) {
    out.begin_object();
    out.field("day", day_text(day.day));
    write_figures(out, day.figures);
    out.field("mature", day.mature);
    out.end_object();
  }
  out.end_array();
}

/// A bin without decisions has no mean and is left out.
void write_reliability(JsonWriter& out, const training::ProbabilityBins& bins) {
  out.begin_array();
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i].count == 0) continue;
    const auto count = static_cast<double>(bins[i].count);
    out.begin_object();
    out.field("low", static_cast<double>(i) / static_cast<double>(bins.size()));
    out.field("high", static_cast<double>(i + 1) / static_cast<double>(bins.size()));
    out.field("count", bins[i].count);
    out.field("mean_probability", bins[i].probability_sum / count);
    out.field("fraud_share", static_cast<double>(bins[i].frauds) / count);
    out.end_object();
  }
  out.end_array();
}

void write_window(JsonWriter& out, const training::DriftWindow& window) {
  out.begin_object();
  out.field("from", format_time(window.from_us));
  out.field("until", format_time(window.until_us));
  out.field("decisions", window.decisions);
  out.end_object();
}

void write_psi(JsonWriter& out, double psi) {
  out.field("psi", psi);
  out.field("level", training::drift_level(psi));
}

void write_drift(JsonWriter& out, const training::Drift& drift) {
  out.begin_object();
  out.key("reference");
  write_window(out, drift.reference);
  out.key("current");
  write_window(out, drift.current);
  out.key("score");
  out.begin_object();
  write_psi(out, drift.score_psi);
  out.end_object();
  out.key("features");
  out.begin_array();
  for (const training::FeatureDrift& feature : drift.features) {
    out.begin_object();
    out.field("name", feature.name);
    write_psi(out, feature.psi);
    out.end_object();
  }
  out.end_array();
  out.key("anomaly");
  if (drift.anomaly) {
    out.begin_object();
    out.field("score_p99", drift.anomaly->score_p99);
    out.field("share_above", drift.anomaly->share_above);
    out.end_object();
  } else {
    out.null();
  }
  out.end_object();
}

void write_model(JsonWriter& out, std::string_view name, const std::optional<double>& auc,
                 const std::optional<double>& average_precision) {
  out.key(name);
  out.begin_object();
  write_optional(out, "auc", auc);
  write_optional(out, "average_precision", average_precision);
  out.end_object();
}

void write_challenge(JsonWriter& out, const training::Challenge& challenge) {
  out.begin_object();
  out.field("id", challenge.challenger.id);
  out.field("version", challenge.challenger.version);
  out.field("decisions", challenge.decisions);
  out.field("labelled", challenge.labelled);
  write_model(out, "champion", challenge.champion_auc, challenge.champion_average_precision);
  write_model(out, "challenger", challenge.challenger_auc, challenge.challenger_average_precision);
  const auto& found = challenge.comparison;
  write_optional(out, "difference", found ? std::optional(found->difference) : std::nullopt);
  write_optional(out, "low", found ? std::optional(found->low) : std::nullopt);
  write_optional(out, "high", found ? std::optional(found->high) : std::nullopt);
  out.field("significant", found && found->significant());
  out.field("text", challenge.text);
  out.end_object();
}

void write_accuracy(JsonWriter& out, const training::Accuracy& accuracy) {
  out.begin_object();
  out.field("state", to_string(accuracy.state));
  out.field("text", accuracy.text);
  out.end_object();
}

}  // namespace

std::string monitoring_json(const training::MonitoringReport& report, int days) {
  const auto& daily = report.daily;
  const auto wanted = static_cast<std::size_t>(days);
  const auto shown = std::span(daily.days).last(std::min(wanted, daily.days.size()));
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("about", "transaction");
  out.field_or_null("computed_at", report.computed_at_us == 0 ? "" : format_time(report.computed_at_us));
  out.field("maturity_days", training::kMaturityDays);
  out.field("sample_share", report.sample_share);
  out.key("days");
  write_days(out, shown);
  out.key("total");
  out.begin_object();
  write_figures(out, daily.totals.empty() ? Figures() : daily.totals[std::min(wanted, daily.totals.size()) - 1]);
  out.end_object();
  out.key("reliability");
  write_reliability(out, training::reliability_of(shown));
  out.key("drift");
  report.drift ? write_drift(out, *report.drift) : out.null();
  out.key("accuracy");
  write_accuracy(out, report.accuracy);
  out.key("challenger");
  report.challenger ? write_challenge(out, *report.challenger) : out.null();
  out.end_object();
  return body;
}

}  // namespace shrike::api
