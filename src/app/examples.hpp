#pragma once
// From files to labelled examples, by the same path that decides live.
#include <istream>
#include <string>

#include "feature_sets.hpp"
#include "shrike/app/config.hpp"
#include "shrike/sources/file_reader.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::app {

/// What was decided about an example.
struct Verdict {
  double log_odds = 0;
  double probability = 0;
  bool flagged = false;  ///< reviewed or declined
};

struct Examples {
  training::ExampleTable payments{{}};
  std::vector<training::MessageExample> messages;
  std::vector<Verdict> verdicts;  ///< of the payments, or of the messages; only where decisions were wanted
  std::vector<double> anomalies;  ///< of the payments; only with decisions and an isolation forest
  std::size_t rows_read = 0;
  std::size_t rows_bad = 0;
  std::vector<sources::BadRow> bad_rows;  ///< the first of them
  std::size_t rows_without_truth = 0;
  std::size_t rows_repeated = 0;  ///< with the id of an earlier one; left out
};

struct ExampleSettings {
  TimeUs label_delay_us = 7 * kDayUs;
  TimeUs skip_us = 30 * kDayUs;          ///< the first days fill the windows and give no examples
  std::optional<TimeUs> from_us;         ///< earlier payments fill the windows; instead of skip_us
  std::optional<TimeUs> until_us;        ///< later payments are left out
  const FeatureSet* features = nullptr;  ///< null: rows without features
  std::vector<std::string> own_columns;  ///< "attributes.NAME": further columns behind those of `features`
  bool decisions = false;                ///< keep the verdicts
};

/// Runs events through an engine core, labels after their delay, and keeps what it saw. One core over all files, in the
/// order that they are read. One thread.
class ExampleReader {
 public:
  ExampleReader(const ExampleSettings& settings, const Config& config, engine::ModelSet models);

  /// Errors: as FileReader::open.
  Result<void> read(std::istream& in, sources::FileFormat format, const sources::ColumnMap& map);

  [[nodiscard]] Examples& examples() { return examples_; }

 private:
  void take_message(sources::LabelledEvent item);
  void take_payment(sources::LabelledEvent item);
  void take_values(const domain::Event& event);
  void note_verdict(const domain::Decision& decision);

  SystemClock clock_;
  ExampleSettings settings_;
  sources::CardTokeniser tokeniser_;
  engine::OwnInputs own_inputs_;
  engine::Core core_;
  sources::DelayedLabels labels_;
  std::optional<TimeUs> first_us_;
  domain::Seq seq_ = 0;
  std::vector<float> values_;
  Examples examples_;
};

/// Opens and reads each file. Errors: as ExampleReader::read, naming the file.
Result<Examples> read_example_files(const std::vector<std::string>& files, const std::string& format,
                                    const std::string& map, const ExampleSettings& settings, const Config& config,
                                    const engine::ModelSet& models);

/// Adds messages from the program's own templates.
void add_template_messages(std::size_t count, std::uint64_t seed, Examples& examples);

}  // namespace shrike::app
