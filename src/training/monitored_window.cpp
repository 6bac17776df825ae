#include "shrike/training/monitored_window.hpp"

#include <algorithm>
#include <cmath>

#include "shrike/store/monitored.hpp"
#include "shrike/store/training_rows.hpp"

namespace shrike::training {

namespace {

Said said_of(bool fraud, bool genuine) {
  if (fraud && genuine) return Said::both;
  if (fraud) return Said::fraud;
  return genuine ? Said::genuine : Said::nothing;
}

/// The points that rules added are the score's without the rounded probability's.
float risk_of(const store::MonitoredRow& row) {
  const double points = 100.0 * row.fraud_probability;
  return static_cast<float>(std::min(100.0, points + row.risk_score - std::lround(points)));
}

Error given_up() { return {ErrorKind::unavailable, "the system stops"}; }

}  // namespace

Result<void> MonitoredWindow::update(store::Database& database, const GoOn& go_on) {
  const auto newest_us = store::newest_event_time(database, tenant_);
  if (!newest_us) return newest_us.error();
  if (*newest_us == 0) return {};
  // With few left of a thinned window there is room for all of it again.
  const bool roomy = every_ > 1 && decisions_.size() < rows_max_ / 4;
  if (!begun_ || roomy || *newest_us < now_us_ - kStepBackUs) {
    if (auto done = begin_anew(database, *newest_us); !done) return done;
  }
  now_us_ = *newest_us;
  std::erase_if(decisions_, [oldest = today() - kMonitoredDaysMax + 1](const MonitoredDecision& decision) {
    return decision.day < oldest;
  });
  if (auto done = read_decisions(database, go_on); !done) return done;
  return read_labels(database, go_on);
}

Result<void> MonitoredWindow::begin_anew(store::Database& database, TimeUs now_us) {
  const auto first_us = (now_us / kDayUs - kMonitoredDaysMax + 1) * kDayUs;
  const auto before = store::seq_before_time(database, tenant_, first_us);
  if (!before) return before.error();
  // Labels that come from here on are read by themselves, those before come with their decisions.
  const auto label = store::newest_label(database, tenant_);
  if (!label) return label.error();
  decisions_.clear();
  judges_.clear();
  every_ = 1;
  now_us_ = now_us;
  last_seq_ = *before;
  last_label_ = *label;
  begun_ = true;
  return {};
}

Result<void> MonitoredWindow::read_decisions(store::Database& database, const GoOn& go_on) {
  const auto newest = store::newest_transaction(database, tenant_);
  if (!newest) return newest.error();
  while (last_seq_ < *newest) {
    if (!go_on()) return given_up();
    const domain::Seq stretch = last_seq_ / kStretch;
    if (stretch % every_ != 0) {
      last_seq_ = std::min(*newest, (stretch / every_ + 1) * every_ * kStretch);
      continue;
    }
    const domain::Seq until = every_ == 1 ? *newest : std::min(*newest, (stretch + 1) * kStretch);
    if (auto done = read_stretch(database, until); !done) return done;
    while (decisions_.size() > rows_max_) thin_out();
  }
  return {};
}

Result<void> MonitoredWindow::read_stretch(store::Database& database, domain::Seq until) {
  const auto rows = store::monitored_rows(database, tenant_, last_seq_, until, kPageRows);
  if (!rows) return rows.error();
  const std::int32_t oldest = today() - kMonitoredDaysMax + 1;
  for (const store::MonitoredRow& row : *rows) {
    MonitoredDecision decision;
    decision.seq = row.seq;
    decision.day = static_cast<std::int32_t>(row.event_time_us / kDayUs);
    decision.fraud_probability = row.fraud_probability;
    decision.flagged = row.outcome != domain::Outcome::approve;
    decision.declined = row.outcome == domain::Outcome::decline;
    decision.risk = risk_of(row);
    decision.said = said_of(row.said_fraud, row.said_genuine);
    if (row.shadow) {
      decision.shadow_probability = row.shadow->fraud_probability;
      decision.judges = place_of({row.model, row.shadow->model});
    }
    if (decision.day >= oldest && !std::isnan(decision.fraud_probability)) decisions_.push_back(decision);
  }
  last_seq_ = rows->size() < kPageRows ? until : rows->back().seq;
  return {};
}

Result<void> MonitoredWindow::read_labels(store::Database& database, const GoOn& go_on) {
  while (true) {
    if (!go_on()) return given_up();
    const auto page = store::new_labels(database, tenant_, last_label_, kPageRows);
    if (!page) return page.error();
    for (const store::LabelledSeq& row : page->rows) {
      const auto found = std::ranges::lower_bound(decisions_, row.seq, {}, &MonitoredDecision::seq);
      if (found != decisions_.end() && found->seq == row.seq) found->said = said_of(row.said_fraud, row.said_genuine);
    }
    if (page->last == last_label_) return {};
    last_label_ = page->last;
  }
}

void MonitoredWindow::thin_out() {
  every_ *= 2;
  std::erase_if(decisions_, [this](const MonitoredDecision& decision) { return !is_taken(decision.seq); });
}

std::uint16_t MonitoredWindow::place_of(const JudgePair& pair) {
  const auto found = std::ranges::find(judges_, pair);
  if (found == judges_.end() && judges_.size() >= kJudgePairsMax) return 0;
  const auto place = found - judges_.begin() + 1;
  if (found == judges_.end()) judges_.push_back(pair);
  return static_cast<std::uint16_t>(place);
}

}  // namespace shrike::training
