#pragma once
// What a model can learn from: stored transactions with their features and labels.
#include <string>
#include <vector>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// One label of an event.
struct LabelMark {
  bool fraud = false;
  std::string source;
};

struct TrainingRow {
  domain::Seq seq = 0;
  TimeUs event_time_us = 0;
  std::vector<float> features;      ///< as the engine found them then
  std::uint32_t feature_table = 0;  ///< id of the table that they are of
  std::vector<std::pair<std::string, double>> attributes;  ///< the user's own numbers, sorted by name
  std::vector<LabelMark> labels;    ///< oldest first; empty where nobody has said anything
};

/// Transactions of a tenant from that event time on, in the order of the log after `after`, at most `limit`. Errors: as
/// Database.
Result<std::vector<TrainingRow>> training_rows(Database& database, const std::string& tenant, TimeUs from_us,
                                               domain::Seq after, std::size_t limit);

/// Event time of the newest transaction of the tenant, 0 = none. Errors: as Database.
Result<TimeUs> newest_event_time(Database& database, const std::string& tenant);

}  // namespace shrike::store
