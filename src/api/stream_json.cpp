#include "stream_json.hpp"

#include <algorithm>
#include <array>

#include "shrike/base/time_text.hpp"
#include "shrike/sources/generator.hpp"

namespace shrike::api {

namespace {

constexpr TimeUs kIdleUs = 5 * kSecondUs;
constexpr TimeUs kLookUsMin = 200 * kMillisecondUs;  // closer looks would make rates jump
constexpr double kSmoothing = 0.5;

template <class T>
void optional_field(JsonWriter& out, std::string_view name, const std::optional<T>& value) {
  out.key(name);
  value ? out.value(*value) : out.null();
}

std::string_view state_of(const Stage& stage, bool idle) {
  if (stage.down) return "down";
  const bool deep = stage.depth && stage.capacity && *stage.capacity > 0 && *stage.depth * 2 > *stage.capacity;
  if (deep) return "slow";
  return idle ? "idle" : "ok";
}

void write_stage(JsonWriter& out, const Stage& stage, RateMeter& meter, TimeUs now_us) {
  const double rate = meter.rate(stage.id, stage.total, now_us);
  out.begin_object();
  out.field("id", stage.id);
  out.field("role", stage.role);
  out.field("state", state_of(stage, meter.idle(stage.id, now_us)));
  out.field("rate", rate);
  out.field("total", stage.total);
  optional_field(out, "lag", stage.lag);
  optional_field(out, "depth", stage.depth);
  optional_field(out, "capacity", stage.capacity);
  optional_field(out, "batch_mean", stage.batch_mean);
  optional_field(out, "batch_max", stage.batch_max);
  optional_field(out, "latency_us_p50", stage.latency_us_p50);
  optional_field(out, "latency_us_p99", stage.latency_us_p99);
  out.end_object();
}

void write_generator(JsonWriter& out, const GeneratorView& view, RateMeter& meter, TimeUs now_us) {
  out.key("generator");
  out.begin_object();
  out.field("running", view.running);
  out.field("rate", view.rate);
  out.field("rate_min", static_cast<std::int64_t>(sources::GeneratorSettings::kRateMin));
  out.field("rate_max", static_cast<std::int64_t>(sources::GeneratorSettings::kRateMax));
  out.field("achieved", meter.rate("achieved", view.emitted, now_us));
  out.field_or_null("calendar", view.calendar_us == 0 ? "" : format_time(view.calendar_us));
  out.field("days_per_second",
            meter.rate("calendar", static_cast<std::uint64_t>(view.calendar_us), now_us) / static_cast<double>(kDayUs));
  out.field("message_share", view.message_share);
  out.field("seed", view.seed);
  out.end_object();
}

}  // namespace

double RateMeter::rate(std::string_view stage, std::uint64_t total, TimeUs now_us) {
  const auto found = marks_.find(stage);
  if (found == marks_.end()) {
    marks_.emplace(std::string(stage), Mark{total, now_us, now_us, 0});
    return 0;
  }
  Mark& mark = found->second;
  const TimeUs passed_us = now_us - mark.at_us;
  if (passed_us < kLookUsMin) return mark.rate;
  if (total != mark.total) mark.moved_us = now_us;
  const double fresh = static_cast<double>(total - mark.total) * 1e6 / static_cast<double>(passed_us);
  mark.rate = mark.rate == 0 ? fresh : kSmoothing * fresh + (1 - kSmoothing) * mark.rate;
  if (fresh == 0 && mark.rate < 0.05) mark.rate = 0;
  mark.total = total;
  mark.at_us = now_us;
  return mark.rate;
}

bool RateMeter::idle(std::string_view stage, TimeUs now_us) const {
  const auto found = marks_.find(stage);
  if (found == marks_.end() || found->second.total == 0) return true;
  return found->second.rate == 0 && now_us - found->second.moved_us > kIdleUs;
}

std::string PipelineView::health() const {
  std::string worst = "ok";
  for (const ComponentHealth& component : components) {
    if (component.status == "down") return "down";
    if (component.status != "ok") worst = component.status;
  }
  return worst;
}

PipelineView tenant_view(const PipelineView& view, TimeUs event_time_us) {
  constexpr std::array<std::string_view, 4> kShown{"eventlog", "engine", "archive", "store"};
  PipelineView out;
  out.running = view.running;
  out.ready = view.ready;
  out.event_time_us = event_time_us;
  for (const ComponentHealth& component : view.components) {
    if (std::ranges::find(kShown, component.name) != kShown.end())
      out.components.push_back({component.name, component.status, ""});
  }
  return out;
}

void write_pipeline(JsonWriter& out, const PipelineView& view, RateMeter& meter, TimeUs now_us) {
  out.field_or_null("event_time", view.event_time_us == 0 ? "" : format_time(view.event_time_us));
  write_generator(out, view.generator, meter, now_us);
  out.key("system");
  out.begin_object();
  out.field("running", view.running);
  out.end_object();
  out.key("stages");
  out.begin_array();
  for (const Stage& stage : view.stages) write_stage(out, stage, meter, now_us);
  out.end_array();
}

void write_health(JsonWriter& out, const PipelineView& view) {
  out.begin_object();
  out.field("status", view.health());
  out.key("components");
  out.begin_array();
  for (const ComponentHealth& component : view.components) {
    out.begin_object();
    out.field("name", component.name);
    out.field("status", component.status);
    out.field("detail", component.detail);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace shrike::api
