#include "shrike/training/alert_quality.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace shrike::training {

namespace {

constexpr std::size_t kPageRows = 1'000;

void count(const store::AlertedRow& row, AlertFigures& figures) {
  ++figures.alerted;
  if (!row.fraud) return;
  ++(*row.fraud ? figures.fraud : figures.legitimate);
}

/// By name and version.
using Counted = std::map<std::pair<std::string, std::uint32_t>, AlertFigures>;

struct Tally {
  AlertFigures total;
  Counted reasons;
  Counted rules;
  Counted models;

  void add(const store::AlertedRow& row) {
    count(row, total);
    for (const std::string& code : row.reasons) count(row, reasons[{code, 0}]);
    for (const std::string& id : row.rules) count(row, rules[{id, 0}]);
    if (!row.model.id.empty()) count(row, models[{row.model.id, row.model.version}]);
  }
};

std::vector<NamedFigures> most_first(const Counted& counted) {
  std::vector<NamedFigures> out;
  for (const auto& [key, figures] : counted) out.push_back({key.first, key.second, figures});
  std::ranges::stable_sort(out, std::greater(), [](const NamedFigures& one) { return one.figures.alerted; });
  if (out.size() > AlertQuality::kNamesMax) out.resize(AlertQuality::kNamesMax);
  return out;
}

}  // namespace

std::optional<double> AlertFigures::precision() const {
  const std::uint64_t labelled = fraud + legitimate;
  if (labelled == 0) return std::nullopt;
  return static_cast<double>(fraud) / static_cast<double>(labelled);
}

Result<AlertQuality> alert_quality(store::Database& database, const std::string& tenant, TimeUs from_us) {
  Tally tally;
  AlertQuality out;
  out.since_us = from_us;
  domain::Seq before = std::numeric_limits<std::int64_t>::max();
  for (bool more = true; more;) {
    const auto rows = store::alerted_rows(database, tenant, before, kPageRows);
    if (!rows) return rows.error();
    more = rows->size() == kPageRows;
    for (const store::AlertedRow& row : *rows) {
      before = row.seq;
      // Alerts come in the order of the log, which is that of their time.
      if (row.raised_at_us < from_us) {
        more = false;
        break;
      }
      if (tally.total.alerted == AlertQuality::kAlertsMax) {
        out.complete = more = false;
        break;
      }
      tally.add(row);
      if (tally.total.alerted == AlertQuality::kAlertsMax) out.since_us = row.raised_at_us;
    }
  }
  out.total = tally.total;
  if (out.complete) out.since_us = from_us;
  out.reasons = most_first(tally.reasons);
  out.rules = most_first(tally.rules);
  out.models = most_first(tally.models);
  return out;
}

}  // namespace shrike::training
