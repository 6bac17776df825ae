#include "examples.hpp"

#include <algorithm>
#include <iterator>

#include "progress.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/random.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/training/text_templates.hpp"

namespace shrike::app {

namespace {
constexpr double kTemplateScamShare = 0.4;
}

Result<void> read_examples(std::istream& in, sources::FileFormat format, const sources::ColumnMap& map,
                           const ExampleSettings& settings, const Config& config, Examples& examples) {
  const SystemClock clock;
  const sources::CardTokeniser tokeniser(random_token(16));
  auto reader = sources::FileReader::open(in, format, map, tokeniser, clock);
  if (!reader) return reader.error();
  engine::Core core(config.engine, {}, clock);
  sources::DelayedLabels labels(settings.label_delay_us);
  ProgressBar bar("reading:", clock);
  std::optional<TimeUs> first_us;
  domain::Seq seq = 0;
  while (auto item = (*reader)->next()) {
    bar.update(-1, (*reader)->rows_read());
    if (const auto* message = std::get_if<domain::Message>(&item->event.body)) {
      if (item->fraud) examples.messages.push_back({message->content, *item->fraud, message->channel});
      continue;
    }
    const TimeUs time_us = item->event.time_us;
    if (settings.until_us && time_us >= *settings.until_us) continue;
    while (auto label = labels.due(time_us)) core.apply(std::move(*label));
    if (!first_us) first_us = time_us;
    if (item->fraud) labels.add(item->event, *item->fraud);
    if (item->fraud && time_us >= *first_us + settings.skip_us)
      examples.payments.push_back({core.features_of(item->event), *item->fraud});
    item->event.seq = ++seq;
    core.apply(std::move(item->event));
  }
  bar.finish((*reader)->rows_read());
  examples.rows_bad += (*reader)->rows_bad();
  return {};
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
