#pragma once
// From files to training examples, by the same feature code that decides live.
#include <istream>
#include <string>

#include "shrike/app/config.hpp"
#include "shrike/sources/file_reader.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::app {

struct Examples {
  std::vector<training::PaymentExample> payments;
  std::vector<training::MessageExample> messages;
  std::size_t rows_bad = 0;
};

struct ExampleSettings {
  TimeUs label_delay_us = 7 * kDayUs;
  TimeUs skip_us = 30 * kDayUs;  ///< the first days fill the windows and give no examples
  std::optional<TimeUs> until_us;
};

/// Runs the events through an engine core and keeps what it saw. Rows without a truth are left out. Errors: as
/// FileReader::open.
Result<void> read_examples(std::istream& in, sources::FileFormat format, const sources::ColumnMap& map,
                           const ExampleSettings& settings, const Config& config, Examples& examples);

/// Adds messages from the program's own templates.
void add_template_messages(std::size_t count, std::uint64_t seed, Examples& examples);

}  // namespace shrike::app
