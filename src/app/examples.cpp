#include "examples.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "input.hpp"
#include "progress.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/random.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/training/text_templates.hpp"

namespace shrike::app {

namespace {

constexpr double kTemplateScamShare = 0.4;

std::uint64_t customer_of(const domain::Transaction& payment) {
  const std::string& name = payment.customer_id.empty() ? payment.card : payment.customer_id;
  return name.empty() ? 0 : hash64(name);
}

}  // namespace

ExampleReader::ExampleReader(const ExampleSettings& settings, const Config& config, engine::ModelSet models)
    : settings_(settings),
      tokeniser_(random_token(16)),
      core_(config.engine, std::move(models), clock_),
      labels_(settings.label_delay_us) {
  if (settings.features == nullptr) return;
  if (auto own = engine::OwnInputs::of(settings.own_columns, nullptr)) own_inputs_ = std::move(*own);
  auto names = settings.features->names();
  names.insert(names.end(), settings.own_columns.begin(), settings.own_columns.end());
  examples_.payments = training::ExampleTable(std::move(names));
}

Result<void> ExampleReader::read(std::istream& in, sources::FileFormat format, const sources::ColumnMap& map) {
  auto reader = sources::FileReader::open(in, format, map, tokeniser_, clock_);
  if (!reader) return reader.error();
  ProgressBar bar("reading:", clock_);
  while (auto item = (*reader)->next()) {
    bar.update(-1, (*reader)->rows_read());
    const bool message = std::holds_alternative<domain::Message>(item->event.body);
    message ? take_message(std::move(*item)) : take_payment(std::move(*item));
  }
  bar.finish((*reader)->rows_read());
  examples_.rows_read += (*reader)->rows_read();
  examples_.rows_bad += (*reader)->rows_bad();
  for (const auto& row : (*reader)->bad_rows()) examples_.bad_rows.push_back(row);
  return {};
}

void ExampleReader::note_verdict(const domain::Decision& decision) {
  examples_.verdicts.push_back(
      {decision.log_odds, decision.fraud_probability, decision.outcome != domain::Outcome::approve});
}

void ExampleReader::take_message(sources::LabelledEvent item) {
  if (!item.fraud) {
    ++examples_.rows_without_truth;
    return;
  }
  const auto& message = std::get<domain::Message>(item.event.body);
  training::MessageExample example{message.content, *item.fraud, message.channel};
  if (settings_.decisions) {
    item.event.seq = ++seq_;
    const auto decision = core_.apply(std::move(item.event), engine::Effort::state_only);
    if (decision->evaluation != domain::Evaluation::fresh) {
      ++examples_.rows_repeated;
      return;
    }
    note_verdict(*decision);
  }
  examples_.messages.push_back(std::move(example));
}

void ExampleReader::take_values(const domain::Event& event) {
  settings_.features->values(core_, event, values_);
  if (settings_.own_columns.empty()) return;
  const auto own = own_inputs_.values({}, std::get<domain::Transaction>(event.body));
  values_.insert(values_.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(settings_.own_columns.size()));
}

void ExampleReader::take_payment(sources::LabelledEvent item) {
  const TimeUs time_us = item.event.time_us;
  if (settings_.until_us && time_us >= *settings_.until_us) return;
  while (auto label = labels_.due(time_us)) {
    label->seq = ++seq_;
    core_.apply(std::move(*label));
  }
  if (!first_us_) first_us_ = time_us;
  if (item.fraud) labels_.add(item.event, *item.fraud);
  const std::uint64_t customer = customer_of(std::get<domain::Transaction>(item.event.body));
  const bool wanted = item.fraud && time_us >= settings_.from_us.value_or(*first_us_ + settings_.skip_us);
  if (!item.fraud) ++examples_.rows_without_truth;
  if (wanted && settings_.features != nullptr) take_values(item.event);
  item.event.seq = ++seq_;
  const auto decision = core_.apply(std::move(item.event), engine::Effort::state_only);
  if (decision->evaluation != domain::Evaluation::fresh) {
    ++examples_.rows_repeated;
    return;
  }
  if (!wanted) return;
  examples_.payments.add({time_us, customer, *item.fraud}, values_);
  if (!settings_.decisions) return;
  note_verdict(*decision);
  if (core_.model_choice().champions().anomalies == nullptr) return;
  engine::FeatureVector features;
  std::ranges::copy_n(decision->features.begin(), static_cast<std::ptrdiff_t>(features.size()), features.begin());
  examples_.anomalies.push_back(core_.model_choice().champions().anomalies->score(features));
}

Result<Examples> read_example_files(const std::vector<std::string>& files, const std::string& format,
                                    const std::string& map, const ExampleSettings& settings, const Config& config,
                                    const engine::ModelSet& models) {
  const auto columns = sources::parse_column_map(map);
  if (!columns) return invalid(fmt::format("--map: {}", columns.error().message));
  ExampleReader reader(settings, config, models);
  for (const std::string& path : files) {
    const auto kind = format_of(format, path);
    if (!kind) return kind.error();
    auto input = open_input(path);
    if (!input) return input.error();
    if (auto done = reader.read(*input->stream, *kind, *columns); !done)
      return Error{done.error().kind, fmt::format("{}: {}", path, done.error().message)};
  }
  return std::move(reader.examples());
}

void add_template_messages(std::size_t count, std::uint64_t seed, Examples& examples) {
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    auto message = sources::simulated_message(random, kTemplateScamShare);
    const std::uint64_t group = hash64(message.content);
    examples.messages.push_back({std::move(message.content), message.scam, domain::Channel::sms, group});
  }
  auto written = training::template_messages(count, seed);
  std::ranges::move(written, std::back_inserter(examples.messages));
}

}  // namespace shrike::app
