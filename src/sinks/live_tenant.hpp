#pragma once
// What the live sink keeps of one tenant. Not thread-safe: Live's lock guards it.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "live_seconds.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/sinks/live.hpp"

namespace shrike::sinks {

struct Live::OfTenant {
  explicit OfTenant(std::string tenant, store::Totals before) : name(std::move(tenant)), totals(std::move(before)) {}

  /// For the outcomes that Live remembers.
  [[nodiscard]] std::uint64_t key_of(std::string_view event_id) const { return hash64(event_id, hash64(name)); }
  void count(const domain::DecisionPtr& decision, std::int64_t second);
  void add_alert(domain::Alert alert);
  void write_totals(JsonWriter& out, std::int64_t now) const;

  /// What is new since the last call, taken out.
  struct News {
    std::vector<domain::DecisionPtr> rows;
    std::uint64_t all_rows = 0;
    std::vector<domain::Alert> alerts;
  };
  News take_news();

  const std::string name;
  store::Totals totals;
  LiveSeconds seconds;
  TimeUs event_time_us = 0;
  std::deque<domain::DecisionPtr> rows;  // newest first, for hello
  std::deque<domain::Alert> alerts;      // newest first, for hello

 private:
  void keep_row(const domain::DecisionPtr& decision);

  std::vector<domain::DecisionPtr> flagged_rows_;  // of this tick: High and Critical
  std::deque<domain::DecisionPtr> plain_rows_;     // of this tick: the newest others
  std::uint64_t rows_this_tick_ = 0;
  std::vector<domain::Alert> new_alerts_;
};

}  // namespace shrike::sinks
