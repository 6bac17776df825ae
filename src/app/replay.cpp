#include "shrike/app/replay.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <thread>

#include "progress.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/random.hpp"
#include "shrike/engine/engine.hpp"

namespace shrike::app {

namespace {

constexpr std::size_t kAppendEventsMax = 512;
constexpr TimeUs kAppendWaitUs = 100 * kMillisecondUs;

/// A folder that is gone when it goes out of scope.
class ScratchDir {
 public:
  ScratchDir() : path_(std::filesystem::temp_directory_path() / ("shrike-replay-" + random_token(8))) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  [[nodiscard]] std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Collects what the engine decided; the truth is joined by position in the log.
class Tally final : public domain::DecisionSink {
 public:
  struct Truth {
    domain::Seq seq;
    bool fraud;
  };
  explicit Tally(ReplayReport& report) : report_(report) {}

  void accept(const domain::DecisionBatchPtr& batch) override {
    report_.labels += batch->labels.size();
    for (const auto& decision : batch->decisions) {
      if (decision->evaluation != domain::Evaluation::fresh) {
        ++report_.duplicates;
        continue;
      }
      ++report_.decisions;
      ++report_.by_level[static_cast<std::size_t>(decision->level)];
      ++report_.by_outcome[static_cast<std::size_t>(decision->outcome)];
      verdicts_.push_back({decision->seq(), decision->log_odds, decision->outcome != domain::Outcome::approve});
    }
  }

  [[nodiscard]] std::vector<training::Scored> join(const std::vector<Truth>& truths) const {
    std::vector<training::Scored> out;
    auto verdict = verdicts_.begin();
    for (const Truth& truth : truths) {
      while (verdict != verdicts_.end() && verdict->seq < truth.seq) ++verdict;
      if (verdict != verdicts_.end() && verdict->seq == truth.seq)
        out.push_back({verdict->score, verdict->flagged, truth.fraud});
    }
    return out;
  }

 private:
  struct Verdict {
    domain::Seq seq;
    double score;
    bool flagged;
  };
  ReplayReport& report_;
  std::vector<Verdict> verdicts_;
};

/// Feeds the log from the file, labels in their time.
class Feeder {
 public:
  Feeder(eventlog::EventLog& log, const ReplaySettings& settings, const Clock& clock)
      : log_(log), settings_(settings), clock_(clock), labels_(settings.label_delay_us) {}

  Result<void> feed(sources::FileReader& reader, std::istream& in) {
    ProgressBar bar("replay:", clock_);
    while (auto item = reader.next()) {
      pace(item->event.time_us);
      while (auto label = labels_.due(item->event.time_us)) {
        if (auto done = add(std::move(*label), std::nullopt); !done) return done;
      }
      if (item->fraud) labels_.add(item->event, *item->fraud);
      const bool scored = !settings_.score_from_us || item->event.time_us >= *settings_.score_from_us;
      if (auto done = add(std::move(item->event), scored ? item->fraud : std::nullopt); !done) return done;
      const auto at = static_cast<double>(in.tellg());
      bar.update(settings_.input_bytes > 0 && at >= 0 ? at / static_cast<double>(settings_.input_bytes) : -1,
                 reader.rows_read());
    }
    auto done = flush();
    bar.finish(reader.rows_read());
    return done;
  }
  [[nodiscard]] const std::vector<Tally::Truth>& truths() const { return truths_; }

 private:
  Result<void> add(domain::Event event, std::optional<bool> fraud) {
    pending_.push_back(std::move(event));
    pending_truth_.push_back(fraud);
    return pending_.size() < kAppendEventsMax ? Result<void>() : flush();
  }

  Result<void> flush() {
    while (!pending_.empty()) {
      const auto first = sources::append_events(log_, pending_, false, kAppendWaitUs);
      if (!first && first.error().kind == ErrorKind::unavailable)
        continue;  // the engine is behind: wait, as live sources do
      if (!first) return first.error();
      for (std::size_t i = 0; i < pending_.size(); ++i) {
        if (pending_truth_[i]) truths_.push_back({*first + i, *pending_truth_[i]});
      }
      pending_.clear();
      pending_truth_.clear();
    }
    return {};
  }

  void pace(TimeUs event_time_us) {
    if (settings_.speed <= 0) return;
    if (first_event_us_ == 0) {
      first_event_us_ = event_time_us;
      start_us_ = clock_.steady_us();
    }
    const auto due_us =
        start_us_ + static_cast<TimeUs>(static_cast<double>(event_time_us - first_event_us_) / settings_.speed);
    const TimeUs left_us = due_us - clock_.steady_us();
    if (left_us > 0) std::this_thread::sleep_for(std::chrono::microseconds(left_us));
  }

  eventlog::EventLog& log_;
  const ReplaySettings& settings_;
  const Clock& clock_;
  sources::DelayedLabels labels_;
  std::vector<domain::Event> pending_;
  std::vector<std::optional<bool>> pending_truth_;
  std::vector<Tally::Truth> truths_;
  TimeUs first_event_us_ = 0;
  TimeUs start_us_ = 0;
};

std::string ratio_line(std::string_view name, double value) { return fmt::format("  {:<22}{:.4f}\n", name, value); }

}  // namespace

Result<ReplayReport> replay(std::istream& in, const ReplaySettings& settings, const Config& config,
                            const engine::ModelSet& models) {
  const SystemClock clock;
  const ScratchDir scratch;
  const sources::CardTokeniser tokeniser(random_token(16));
  auto reader = sources::FileReader::open(in, settings.format, settings.map, tokeniser, clock);
  if (!reader) return reader.error();
  const auto folder = open_folder(scratch.path());
  auto file = folder->open("events.ring", OpenMode::locked);
  if (!file) return file.error();
  eventlog::EventLogSettings log_settings;
  log_settings.capacity_bytes = 64ULL << 20U;
  log_settings.durability = eventlog::Durability::process;  // the file is a scratch one
  auto log = eventlog::EventLog::open(std::move(*file), log_settings, clock);
  if (!log) return log.error();
  ReplayReport report;
  Tally tally(report);
  engine::Core core(config.engine, models, clock);
  engine::Engine engine(**log, core, config.engine, clock, {&tally}, {});
  const TimeUs start_us = clock.steady_us();
  Result<void> engine_done;
  std::jthread committer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      (*log)->wait_for_append(20 * kMillisecondUs);
      if (!(*log)->commit_once()) return;
    }
  });
  std::jthread worker([&](const std::stop_token& stop) { engine_done = engine.run(stop); });
  Feeder feeder(**log, settings, clock);
  const auto fed = feeder.feed(**reader, in);
  for (std::jthread* thread : {&worker, &committer}) {
    thread->request_stop();
    thread->join();
  }
  if (!fed) return fed.error();
  if (!engine_done) return engine_done.error();
  report.seconds = static_cast<double>(clock.steady_us() - start_us) / 1e6;
  report.rows_read = (*reader)->rows_read();
  report.rows_bad = (*reader)->rows_bad();
  report.bad_rows = (*reader)->bad_rows();
  report.evaluation = training::evaluate(tally.join(feeder.truths()));
  return report;
}

std::string report_text(const ReplayReport& report) {
  std::string out = fmt::format("Rows read {}, bad {}\nDecisions {}, duplicates {}, labels {}\n", report.rows_read,
                                report.rows_bad, report.decisions, report.duplicates, report.labels);
  for (const auto& row : report.bad_rows) out += fmt::format("  line {}: {}\n", row.line, row.reason);
  out += "Levels   ";
  for (const auto level : domain::kRiskLevels)
    out += fmt::format(" {} {}", to_string(level), report.by_level[static_cast<std::size_t>(level)]);
  out += "\nOutcomes ";
  for (const auto outcome : domain::kOutcomes)
    out += fmt::format(" {} {}", to_string(outcome), report.by_outcome[static_cast<std::size_t>(outcome)]);
  const auto& e = report.evaluation;
  if (e.events > 0) {
    out += fmt::format("\nAgainst the truth of {} events, {} of them fraud (flagged = reviewed or declined):\n",
                       e.events, e.frauds);
    out += fmt::format("  {:<22}{} right, {} false\n", "flagged", e.true_positives, e.false_positives);
    out += ratio_line("accuracy", e.accuracy) + ratio_line("precision", e.precision) + ratio_line("recall", e.recall) +
           ratio_line("F1", e.f1) + ratio_line("AUC", e.auc) + ratio_line("average precision", e.average_precision) +
           ratio_line("false-positive rate", e.false_positive_rate) +
           ratio_line("recall at 1 % FPR", e.recall_at_fpr_1);
  }
  return out + fmt::format("\nThroughput {:.0f} events/s ({:.2f} s)\n", report.events_per_second(), report.seconds);
}

std::string report_json(const ReplayReport& report) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("rows_read", report.rows_read);
  out.field("rows_bad", report.rows_bad);
  out.field("decisions", report.decisions);
  out.field("duplicates", report.duplicates);
  out.field("labels", report.labels);
  out.key("by_level");
  out.begin_object();
  for (const auto level : domain::kRiskLevels)
    out.field(to_string(level), report.by_level[static_cast<std::size_t>(level)]);
  out.end_object();
  out.key("by_outcome");
  out.begin_object();
  for (const auto outcome : domain::kOutcomes)
    out.field(to_string(outcome), report.by_outcome[static_cast<std::size_t>(outcome)]);
  out.end_object();
  out.key("evaluation");
  out.raw(training::to_json(report.evaluation));
  out.key("bad_rows");
  out.begin_array();
  for (const auto& row : report.bad_rows) {
    out.begin_object();
    out.field("line", std::uint64_t{row.line});
    out.field("reason", row.reason);
    out.end_object();
  }
  out.end_array();
  out.field("seconds", report.seconds);
  out.field("events_per_second", report.events_per_second());
  out.end_object();
  return body;
}

}  // namespace shrike::app
