#include "info.hpp"

#include "shrike/app/version.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/engine/sender_table.hpp"

namespace shrike::app {

namespace {

void write_model(JsonWriter& out, const engine::ModelHeader& header, bool whole) {
  out.begin_object();
  out.field("id", header.id);
  out.field("version", header.version);
  out.field("kind", header.kind);
  out.key("training");
  whole ? out.raw(header.summary_json) : out.null();
  out.end_object();
}

void write_features(JsonWriter& out, std::span<const engine::FeatureRow> table) {
  for (const auto& row : table) {
    out.begin_object();
    out.field("name", row.name);
    out.field("entity", to_string(row.entity));
    out.field("window_seconds", row.window_us / kSecondUs);
    out.field("meaning", row.meaning);
    out.end_object();
  }
}

void write_limits(JsonWriter& out, const Config& config) {
  out.key("limits");
  out.begin_object();
  out.field("message_bytes_max", std::uint64_t{sources::kMessageBytesMax});
  out.field("id_bytes_max", std::uint64_t{sources::kIdBytesMax});
  out.field("bulk_events_max", std::uint64_t{sources::kBulkEventsMax});
  out.field("attributes_max", std::uint64_t{sources::kAttributesMax});
  out.field("connections_max", std::uint64_t{config.server.connections_max});
  out.field("eventlog_bytes", config.eventlog.capacity_bytes);
  out.end_object();
}

}  // namespace

std::string info_json(const Config& config, const engine::ModelSet& models, std::string_view store,
                      TimeUs started_at_us, bool whole) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("name", "Shrike");
  out.field("version", kVersion);
  out.field("started_at", format_time(started_at_us));
  out.field("demo", config.demo);
  out.field("durability", config.eventlog.durability == eventlog::Durability::power ? "power" : "process");
  out.field("store", store);
  out.key("models");
  out.begin_array();
  if (models.transactions) write_model(out, models.transactions->header(), whole);
  if (models.messages) write_model(out, models.messages->header(), whole);
  out.end_array();
  out.key("features");
  out.begin_array();
  write_features(out, engine::kFeatureTable);
  write_features(out, engine::kSenderTable);
  out.end_array();
  write_limits(out, config);
  out.end_object();
  return body;
}

}  // namespace shrike::app
