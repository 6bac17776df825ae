#include "decision_path.hpp"

#include <fmt/core.h>

#include "shrike/alerts/channel.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/engine/checkpoint.hpp"
#include "shrike/store/blocklist.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/decisions.hpp"

namespace shrike::app {

namespace {

Error in_part(std::string_view part, const Error& error) {
  return {error.kind, fmt::format("{}: {}", part, error.message)};
}

}  // namespace

Result<std::unique_ptr<DecisionPath>> DecisionPath::open(const Config& config, Folder& folder,
                                                         store::Database& database, const engine::ModelSet& models,
                                                         const Clock& clock, const engine::ModelLibrary* library) {
  std::unique_ptr<DecisionPath> path(new DecisionPath(config, folder, database, models, clock, library));
  if (auto done = path->open_log(); !done) return done.error();
  if (auto done = path->restore_engine(); !done) return done.error();
  sinks::ArchiveSettings settings = config.archive;
  settings.folder = &folder;
  settings.alerts_from = config.alerts.min_level;
  settings.alert_routes = alerts::alert_routes(config.alerts);
  eventlog::EventLog* log = path->log_.get();
  path->archive_ = std::make_unique<sinks::Archive>(
      settings, database, clock, [log](domain::Seq seq) { log->set_cursor("archive", seq); },
      [log] { return log->durable_seq(); });
  return path;
}

Result<void> DecisionPath::open_log() {
  auto file = folder_.open(kRingFile, OpenMode::locked);
  if (!file) return in_part("event log", file.error());
  auto keys = eventlog::SubjectKeys::open(folder_);
  if (!keys) return in_part("event log", keys.error());
  keys_ = std::move(*keys);
  auto opened = eventlog::EventLog::open(std::move(*file), config_.eventlog, clock_, keys_.get());
  if (!opened) return in_part("event log", opened.error());
  if (auto done = keys_->start_after((*opened)->head_seq()); !done) return in_part("event log", done.error());
  // A file is only as safe as its name.
  if (auto done = folder_.sync_names(); !done) return in_part("event log", done.error());
  log_ = std::move(*opened);
  tell_recovery();
  const auto cursor = store::read_cursor(database_, store::kArchiveCursor);
  if (!cursor) return in_part("store", cursor.error());
  stored_ = *cursor;
  const auto newest = store::newest_decision(database_);
  if (!newest) return in_part("store", newest.error());
  if (*newest > stored_)
    return Error{
        ErrorKind::corrupt,
        fmt::format("store: its cursor says {}, and yet it holds decision {}: restore a backup", stored_, *newest)};
  if (log_->oldest_seq() > stored_ + 1) {
    missing_ = fmt::format("the store ends at event {} and the event log begins at {}: what lies between is in neither",
                           stored_, log_->oldest_seq());
    diag::error("store", "{} (was the store put back to an older state?)", missing_);
  }
  // A new log beside an old store: numbers that the store knows must not come again.
  if (log_->head_seq() < stored_) log_->continue_after(stored_);
  log_->set_cursor("archive", stored_);
  return {};
}

void DecisionPath::tell_recovery() const {
  const eventlog::Recovery& found = log_->recovery();
  if (const std::string words = damage(); !words.empty()) diag::error("eventlog", "{}", words);
  if (found.cut_records + found.discarded_segments > 0) {
    diag::warning(
        "eventlog",
        "{} records and {} segments behind event {} were cut off: what the disk kept of a group that was never "
        "acknowledged, or of one that is damaged",
        found.cut_records, found.discarded_segments, found.last_seq);
  }
  diag::info("eventlog", "holds the events {} to {}", found.first_seq, found.last_seq);
}

std::string DecisionPath::damage() const {
  const eventlog::Recovery& found = log_->recovery();
  if (found.damaged_segments == 0 && found.lost_events == 0) return {};
  return fmt::format("its file is damaged: {} segments given up, {} of the newest events cannot be read",
                     found.damaged_segments, found.lost_events);
}

bool DecisionPath::fits(const engine::CheckpointInfo& checkpoint) const {
  const bool in_log =
      log_->oldest_seq() != 0 ? checkpoint.from + 1 >= log_->oldest_seq() : checkpoint.from == log_->head_seq();
  return in_log && checkpoint.to <= stored_;
}

void DecisionPath::load_newest_checkpoint(std::vector<engine::CheckpointInfo>& known) {
  core_ = std::make_unique<engine::Core>(config_.engine, models_, clock_, library_);
  for (; !known.empty(); known.erase(known.begin())) {
    const auto loaded = fits(known.front())
                            ? engine::load_checkpoint(folder_, known.front(), *core_)
                            : Result<void>(Error{ErrorKind::corrupt, "it does not fit the event log and the store"});
    if (loaded) {
      restored_ = known.front().from;
      return;
    }
    diag::error("checkpoint", "{} is not used: {}", known.front().name, loaded.error().message);
    (void)folder_.remove(known.front().name);
    core_ = std::make_unique<engine::Core>(config_.engine, models_, clock_, library_);
  }
}

Result<void> DecisionPath::restore_engine() {
  auto known = engine::list_checkpoints(folder_);
  load_newest_checkpoint(known);
  // A log that still begins at its first event tells the whole blocklist; after a checkpoint the state has it.
  if (restored_ == 0 && log_->oldest_seq() != 1) {
    const auto blocked = store::load_blocklist(database_);
    if (!blocked) return in_part("store", blocked.error());
    for (const auto& row : *blocked) core_->restore_blocklist(row.tenant, row.entry);
  }
  checkpointer_ = std::make_unique<engine::Checkpointer>(
      engine::CheckpointSettings{&folder_, config_.checkpoint_events}, *log_, known, restored_);
  return {};
}

void DecisionPath::start(std::vector<domain::DecisionSink*> sinks) {
  sinks.push_back(archive_.get());
  engine_ = std::make_unique<engine::Engine>(*log_, *core_, config_.engine, clock_, std::move(sinks),
                                             engine::EngineStart{stored_, restored_, checkpointer_.get()});
}

}  // namespace shrike::app
