#pragma once
// Decisions that gave an alert, with what made them so and what they turned out to be.
#include <optional>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

struct AlertedRow {
  domain::Seq seq = 0;
  TimeUs raised_at_us = 0;
  domain::ModelRef model;
  std::vector<std::string> reasons;  ///< codes of those that speak for fraud; each once
  std::vector<std::string> rules;    ///< ids; each once
  std::optional<bool> fraud;         ///< as the newest label says
};

/// The newest below `before`, newest first, at most `limit`. Errors: as Database.
Result<std::vector<AlertedRow>> alerted_rows(Database& database, const std::string& tenant, domain::Seq before,
                                             std::size_t limit);

}  // namespace shrike::store
