#pragma once
// Every setting of the program, in one table: key of the TOML file, environment variable, --set on the command line.
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "shrike/access/access.hpp"
#include "shrike/alerts/settings.hpp"
#include "shrike/api/gate.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/base/result.hpp"
#include "shrike/engine/settings.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "shrike/server/settings.hpp"
#include "shrike/server/tls.hpp"
#include "shrike/sinks/archive.hpp"
#include "shrike/sources/generator.hpp"
#include "shrike/sources/ingest.hpp"
#include "shrike/store/retention.hpp"
#include "shrike/training/review_threshold.hpp"
#include "shrike/training/tree_settings.hpp"

namespace shrike::app {

/// Free space of the data folder. Each limit counts only up to a share of the disk, so that the defaults also suit a
/// small one.
struct DiskSettings {
  std::uint64_t warn_free_bytes = 10ULL << 30U;  ///< below this, or a tenth of the disk if that is less: health warns
  std::uint64_t refuse_free_bytes = 128ULL << 20U;  ///< below this, or a twentieth of the disk: new events get 503
};

struct Config {
  std::string data_dir = "./data";
  std::string database_url;  ///< empty = SQLite in the data directory
  bool demo = false;
  std::string diag_level = "info";
  std::string admin_key;  ///< empty = made on first start
  std::string public_key;
  std::string default_currency = "EUR";
  std::string transaction_model;  ///< file; empty = the built-in one
  std::string message_model;
  server::ServerSettings server;
  server::TlsFiles tls;  ///< both or neither; with them the port speaks HTTPS only
  access::AccessSettings access;
  api::GateSettings gate;
  access::JwtSettings jwt;
  std::size_t requests_in_flight_max = api::ReplyDesk::kRequestsMax;  ///< waiting for decisions; one more gets 503
  engine::EngineSettings engine;
  std::uint64_t checkpoint_events = 200'000;  ///< events between two checkpoints of the engine's state
  eventlog::EventLogSettings eventlog;
  sinks::ArchiveSettings archive;
  DiskSettings disk;
  TimeUs monitoring_interval_us = 300 * kSecondUs;  ///< from one look at the model's accuracy to the next
  training::TreeSettings training;                  ///< how POST /retrain grows transaction models
  training::ReviewGoal review_goal;  ///< holds the threshold of review for transactions; none: the levels decide
  store::RetentionSettings retention;
  sources::GeneratorSettings generator;
  alerts::AlertSettings alerts;
};

struct Option {
  std::string_view key;       ///< "engine.batch_size_max"; SHRIKE_ENGINE_BATCH_SIZE_MAX in the environment
  std::string_view expected;  ///< what a value must be, in words
  bool (*apply)(Config&, const std::string&);
  bool secret = false;  ///< never repeated; so are keys that end with "_key"
};
std::span<const Option> options();
std::string environment_name(std::string_view key);

/// Sets one option, or one of a tenant's channels ("alerts.tenants.acme.webhook.url"). Error: invalid, naming the key,
/// the value and what was expected.
Result<void> set_option(Config& config, std::string_view key, const std::string& value, std::string_view origin);

using Environment = std::map<std::string, std::string>;
/// Defaults, then the file (where given), then the environment, then `overrides` in their order. Unknown keys and
/// SHRIKE_ variables are errors.
Result<Config> load_config(const std::string& file, const Environment& environment,
                           const std::vector<std::pair<std::string, std::string>>& overrides);
/// The process's SHRIKE_ variables. The only place that reads the environment.
Environment process_environment();

}  // namespace shrike::app
