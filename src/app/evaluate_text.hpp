#pragma once
// What `shrike evaluate` prints.
#include <optional>

#include "examples.hpp"
#include "shrike/training/handbook_run.hpp"

namespace shrike::app {

struct EvaluationReport {
  std::string_view kind;  ///< "transactions" or "messages"
  std::string model;      ///< id and version, or how models were trained anew
  std::size_t rows_read = 0, rows_bad = 0, rows_without_truth = 0, rows_repeated = 0;
  std::vector<sources::BadRow> bad_rows;
  training::Evaluation evaluation;
  training::Reliability reliability;
  std::optional<training::Evaluation> anomalies;  ///< of an isolation forest's scores, where one was given
  std::optional<double> card_precision_100;       ///< where there are customers
};

std::string report_text(const EvaluationReport& report);
/// One JSON object.
std::string report_json(const EvaluationReport& report);

struct HandbookReport {
  std::string features;
  training::HandbookSettings settings;
  std::vector<training::HandbookFold> folds;
};
std::string report_text(const HandbookReport& report);
std::string report_json(const HandbookReport& report);

}  // namespace shrike::app
