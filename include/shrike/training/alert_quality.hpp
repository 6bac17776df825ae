#pragma once
// How often what raised an alert was right, as labels say: per reason, per rule and per version of a model.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shrike/store/alerted.hpp"

namespace shrike::training {

struct AlertFigures {
  std::uint64_t alerted = 0;
  std::uint64_t fraud = 0;
  std::uint64_t legitimate = 0;
  [[nodiscard]] std::uint64_t unlabelled() const { return alerted - fraud - legitimate; }
  /// Of what is labelled, the part that was fraud; none where nothing is.
  [[nodiscard]] std::optional<double> precision() const;
};

struct NamedFigures {
  std::string name;  ///< a reason's code, a rule's id, "id" of a model
  std::uint32_t version = 0;
  AlertFigures figures;
};

struct AlertQuality {
  AlertFigures total;
  /// Each most alerts first, at most kNamesMax. A decision counts for each of its reasons and rules.
  std::vector<NamedFigures> reasons;
  std::vector<NamedFigures> rules;
  std::vector<NamedFigures> models;
  bool complete = true;  ///< false: only the newest kAlertsMax alerts were looked at
  TimeUs since_us = 0;   ///< of the alerts that were looked at: wall clock from which on all are counted

  static constexpr std::size_t kAlertsMax = 10'000;
  static constexpr std::size_t kNamesMax = 200;
};

/// Of alerts raised at `from_us` or later. Errors: as Database.
Result<AlertQuality> alert_quality(store::Database& database, const std::string& tenant, TimeUs from_us);

}  // namespace shrike::training
