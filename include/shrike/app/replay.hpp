#pragma once
// Runs a file through the live path: ingest, event log, engine; reports how good the decisions were.
#include <istream>
#include <optional>
#include <string>

#include "shrike/app/config.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/sources/file_reader.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::app {

struct ReplaySettings {
  sources::FileFormat format = sources::FileFormat::csv;
  sources::ColumnMap map;
  double speed = 0;  ///< event time per wall time; 0 = as fast as possible
  TimeUs label_delay_us = 7 * kDayUs;
  std::optional<TimeUs> score_from_us;  ///< events before this time warm up the windows and are not scored
  std::uint64_t input_bytes = 0;        ///< for the progress bar; 0 = unknown
};

struct ReplayReport {
  std::uint64_t rows_read = 0;
  std::uint64_t rows_bad = 0;
  std::vector<sources::BadRow> bad_rows;
  std::uint64_t decisions = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t labels = 0;
  std::array<std::uint64_t, 4> by_level{};
  std::array<std::uint64_t, 3> by_outcome{};
  training::Evaluation evaluation;  ///< events with a known truth
  double seconds = 0;
  [[nodiscard]] double events_per_second() const {
    return seconds > 0 ? static_cast<double>(decisions + labels) / seconds : 0;
  }
};

/// Builds a pipeline of its own in a temporary folder, which is removed at the end. Same input, same report but for the
/// time.
Result<ReplayReport> replay(std::istream& in, const ReplaySettings& settings, const Config& config,
                            const engine::ModelSet& models);

/// For people, and for programs (one JSON object).
std::string report_text(const ReplayReport& report);
std::string report_json(const ReplayReport& report);

}  // namespace shrike::app
