#include "pipeline.hpp"

#include <fmt/core.h>

namespace shrike::app {

namespace {

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

api::ComponentHealth log_health(DecisionPath& path) {
  if (std::string why = path.log().failure(); !why.empty()) return {"eventlog", "down", std::move(why)};
  if (std::string words = path.damage(); !words.empty()) return {"eventlog", "degraded", std::move(words)};
  return {"eventlog", "ok", fmt::format("durable, {} MiB", path.log().fill().capacity_bytes >> 20U)};
}

api::ComponentHealth disk_health(const DiskGuard& disk) {
  return {"disk", disk.state() == DiskGuard::State::ok ? "ok" : "degraded", disk.words()};
}

api::ComponentHealth archive_health(const DecisionPath& path, bool storing) {
  const sinks::Archive& archive = path.archive();
  if (!path.missing().empty()) return {"archive", "degraded", path.missing()};
  if (const auto parked = archive.parked(); parked > 0) {
    return {"archive", "degraded", fmt::format("{} decisions were refused by the store: see parked.ndjson", parked)};
  }
  if (storing) return {"archive", "ok", "storing"};
  const double aside = static_cast<double>(archive.backlog().spilled_bytes()) / static_cast<double>(1U << 20U);
  return {"archive", "degraded", fmt::format("retrying; {:.0f} MiB of decisions put aside on disk", aside)};
}

api::ComponentHealth models_health(const std::string& damage, const std::string& missing) {
  if (!missing.empty()) return {"models", "degraded", missing};
  if (!damage.empty()) return {"models", "degraded", "not used: " + damage};
  return {"models", "ok", "loaded"};
}

api::ComponentHealth audit_health(const std::string& failure) {
  if (failure.empty()) return {"audit", "ok", "recording"};
  return {"audit", "degraded", "administration is refused: the audit record cannot be written: " + failure};
}

}  // namespace

Pipeline::Pipeline(const Parts& parts)
    : parts_(parts),
      append_us_(parts.path.log().append_us()),
      commit_us_(parts.path.log().commit_us()),
      batch_size_(parts.path.engine().status().batch_size),
      decision_us_(parts.path.engine().status().decision_us),
      write_us_(parts.path.archive().status().write_us),
      write_rows_(parts.path.archive().status().rows_per_write) {}

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
  auto& engine = parts_.path.engine().status();
  const auto fill = parts_.path.log().fill();
  std::vector<api::Stage> out;
  out.push_back(stage_of("generator", "source", parts_.generator.emitted()));
  out.push_back(stage_of("rest", "source", rest_));
  out.push_back(stage_of("replay", "source", 0));

  api::Stage& log = out.emplace_back(stage_of("eventlog", "log", parts_.path.log().head_seq()));
  log.down = parts_.path.log().failed();
  log.lag = parts_.path.log().head_seq() - parts_.path.log().durable_seq();
  log.depth = fill.used_bytes;
  log.capacity = fill.capacity_bytes;
  set_latency(log, commit_us_.view(now_us));

  api::Stage& step = out.emplace_back(stage_of("engine", "engine", engine.decisions));
  step.lag = parts_.path.log().lag("engine");
  set_batches(step, batch_size_.view(now_us));
  set_latency(step, decision_us_.view(now_us));

  api::Stage& archive = out.emplace_back(stage_of("archive", "sink", parts_.path.archive().status().rows));
  archive.down = !parts_.path.archive().failure().empty();
  archive.lag = parts_.path.log().lag("archive");
  archive.depth = parts_.path.archive().backlog().depth();
  set_batches(archive, write_rows_.view(now_us));
  set_latency(archive, write_us_.view(now_us));

  out.push_back(stage_of("alerts", "sink", parts_.live.everything().alerts_raised));
  api::Stage& live = out.emplace_back(stage_of("live", "sink", channel_ == nullptr ? 0 : channel_->sent()));
  live.depth = channel_ == nullptr ? 0 : channel_->clients();
  return out;
}

std::vector<api::ComponentHealth> Pipeline::components() const {
  std::vector<api::ComponentHealth> out;
  out.push_back(log_health(parts_.path));
  out.push_back(engine_health());
  const std::string archive_failure = parts_.path.archive().failure();
  out.push_back(archive_health(parts_.path, archive_failure.empty()));
  out.push_back({"store", archive_failure.empty() ? "ok" : "degraded",
                 archive_failure.empty() ? parts_.store_name : "does not answer"});
  out.push_back(disk_health(parts_.disk));
  out.push_back(models_health(parts_.model_damage, parts_.path.engine().status().judges.missing()));
  out.push_back(parts_.alerts());
  out.push_back(audit_health(parts_.audit_failure()));
  out.push_back(parts_.accuracy());
  if (const Certificate* certificate = parts_.certificate()) out.push_back(certificate->health());
  return out;
}

api::ComponentHealth Pipeline::engine_health() const {
  {
    const std::lock_guard lock(mutex_);
    if (!engine_failure_.empty()) return {"engine", "down", engine_failure_};
  }
  if (!parts_.path.engine().status().caught_up) return {"engine", "degraded", "recovering from the event log"};
  if (const std::string why = parts_.path.checkpointer().failure(); !why.empty())
    return {"engine", "degraded", "its state cannot be written to disk: " + why};
  return {"engine", "ok", running_ ? "deciding" : "stopped by an administrator"};
}

api::PipelineView Pipeline::view() const {
  api::PipelineView out;
  const auto& settings = parts_.generator.settings();
  out.running = running_;
  out.ready = running_ && parts_.path.engine().status().caught_up && !parts_.path.log().failed() &&
              parts_.disk.state() != DiskGuard::State::full;
  out.event_time_us = parts_.path.engine().status().event_time_us;
  out.generator = {generator_wanted_ && running_,  parts_.generator.rate(), parts_.generator.emitted(),
                   parts_.generator.calendar_us(), settings.message_share,  settings.simulator.seed};
  out.stages = stages();
  out.components = components();
  return out;
}

}  // namespace shrike::app
