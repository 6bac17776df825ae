#include "pipeline.hpp"

#include <fmt/core.h>
#include <sys/statvfs.h>

namespace shrike::app {

namespace {

constexpr double kDiskFreeWarn = 0.10;

void set_latency(api::Stage& stage, const Histogram::Snapshot& window) {
  if (window.count == 0) return;
  stage.latency_us_p50 = window.quantile(0.5);
  stage.latency_us_p99 = window.quantile(0.99);
}

void set_batches(api::Stage& stage, const Histogram::Snapshot& window) {
  if (window.count == 0) return;
  stage.batch_mean = window.mean();
  stage.batch_max = window.max_us;
}

api::Stage stage_of(std::string_view id, std::string_view role, std::uint64_t total) {
  api::Stage stage;
  stage.id = id;
  stage.role = role;
  stage.total = total;
  return stage;
}

api::ComponentHealth disk_health(const std::string& data_dir) {
  struct statvfs info {};
  if (::statvfs(data_dir.c_str(), &info) != 0 || info.f_blocks == 0)
    return {"disk", "degraded", "the data folder cannot be examined"};
  const double free = static_cast<double>(info.f_bavail) / static_cast<double>(info.f_blocks);
  const double gib =
      static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize) / static_cast<double>(1ULL << 30U);
  return {"disk", free < kDiskFreeWarn ? "degraded" : "ok", fmt::format("{:.0f} GiB free ({:.0f} %)", gib, free * 100)};
}

api::ComponentHealth archive_health(const sinks::Archive& archive, bool storing) {
  if (const auto parked = archive.parked(); parked > 0) {
    return {"archive", "degraded", fmt::format("{} decisions were refused by the store: see parked.ndjson", parked)};
  }
  if (storing) return {"archive", "ok", "storing"};
  const double aside = static_cast<double>(archive.backlog().spilled_bytes()) / static_cast<double>(1U << 20U);
  return {"archive", "degraded", fmt::format("retrying; {:.0f} MiB of decisions put aside on disk", aside)};
}

}  // namespace

Pipeline::Pipeline(const Parts& parts)
    : parts_(parts),
      append_us_(parts.log.append_us()),
      commit_us_(parts.log.commit_us()),
      batch_size_(parts.engine.status().batch_size),
      decision_us_(parts.engine.status().decision_us),
      write_us_(parts.archive.status().write_us),
      write_rows_(parts.archive.status().rows_per_write) {}

void Pipeline::set_running(bool running) {
  running_ = running;
  parts_.generator.set_running(running && generator_wanted_);
}

void Pipeline::set_generator_running(bool running) {
  generator_wanted_ = running;
  parts_.generator.set_running(running && running_);
}

bool Pipeline::set_generator_rate(double per_second) { return parts_.generator.set_rate(per_second).ok(); }

void Pipeline::fail_engine(std::string why) {
  const std::lock_guard lock(mutex_);
  engine_failure_ = std::move(why);
}

std::vector<api::Stage> Pipeline::stages() const {
  const TimeUs now_us = parts_.clock.steady_us();
  auto& engine = parts_.engine.status();
  const auto fill = parts_.log.fill();
  std::vector<api::Stage> out;
  out.push_back(stage_of("generator", "source", parts_.generator.emitted()));
  out.push_back(stage_of("rest", "source", rest_));
  out.push_back(stage_of("replay", "source", 0));

  api::Stage& log = out.emplace_back(stage_of("eventlog", "log", parts_.log.head_seq()));
  log.down = parts_.log.failed();
  log.lag = parts_.log.head_seq() - parts_.log.durable_seq();
  log.depth = fill.used_bytes;
  log.capacity = fill.capacity_bytes;
  set_latency(log, commit_us_.view(now_us));

  api::Stage& step = out.emplace_back(stage_of("engine", "engine", engine.decisions));
  step.lag = parts_.log.lag("engine");
  set_batches(step, batch_size_.view(now_us));
  set_latency(step, decision_us_.view(now_us));

  api::Stage& archive = out.emplace_back(stage_of("archive", "sink", parts_.archive.status().rows));
  archive.down = !parts_.archive.failure().empty();
  archive.lag = parts_.log.lag("archive");
  archive.depth = parts_.archive.backlog().depth();
  set_batches(archive, write_rows_.view(now_us));
  set_latency(archive, write_us_.view(now_us));

  out.push_back(stage_of("alerts", "sink", parts_.live.alerts_raised()));
  api::Stage& live = out.emplace_back(stage_of("live", "sink", channel_ == nullptr ? 0 : channel_->sent()));
  live.depth = channel_ == nullptr ? 0 : channel_->clients();
  return out;
}

std::vector<api::ComponentHealth> Pipeline::components() const {
  std::vector<api::ComponentHealth> out;
  const std::string log_failure = parts_.log.failure();
  out.push_back(
      {"eventlog", log_failure.empty() ? "ok" : "down",
       log_failure.empty() ? fmt::format("durable, {} MiB", parts_.log.fill().capacity_bytes >> 20U) : log_failure});
  out.push_back(engine_health());
  const std::string archive_failure = parts_.archive.failure();
  out.push_back(archive_health(parts_.archive, archive_failure.empty()));
  out.push_back({"store", archive_failure.empty() ? "ok" : "degraded",
                 archive_failure.empty() ? parts_.store_name : "does not answer"});
  out.push_back(disk_health(parts_.data_dir));
  return out;
}

api::ComponentHealth Pipeline::engine_health() const {
  {
    const std::lock_guard lock(mutex_);
    if (!engine_failure_.empty()) return {"engine", "down", engine_failure_};
  }
  if (!parts_.engine.status().caught_up) return {"engine", "degraded", "recovering from the event log"};
  if (const std::string why = parts_.checkpointer.failure(); !why.empty())
    return {"engine", "degraded", "its state cannot be written to disk: " + why};
  return {"engine", "ok", running_ ? "deciding" : "stopped by an administrator"};
}

api::PipelineView Pipeline::view() const {
  api::PipelineView out;
  const auto& settings = parts_.generator.settings();
  out.running = running_;
  out.ready = running_ && parts_.engine.status().caught_up && !parts_.log.failed();
  out.event_time_us = parts_.engine.status().event_time_us;
  out.generator = {generator_wanted_ && running_,  parts_.generator.rate(), parts_.generator.emitted(),
                   parts_.generator.calendar_us(), settings.message_share,  settings.simulator.seed};
  out.stages = stages();
  out.components = components();
  return out;
}

}  // namespace shrike::app
