#include "shrike/base/diag.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "shrike/base/card_numbers.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::diag {

namespace {

constexpr std::size_t kTextBytesMax = 2048;

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("diag", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    // The payload is JSON already; the pattern only adds time and level, which cannot hold input.
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

Result<void> set_level(std::string_view name) {
  for (const auto& [word, level] : {std::pair{"debug", spdlog::level::debug}, std::pair{"info", spdlog::level::info},
                                    std::pair{"warning", spdlog::level::warn}, std::pair{"error", spdlog::level::err},
                                    std::pair{"off", spdlog::level::off}}) {
    if (name == word) {
      logger().set_level(level);
      return {};
    }
  }
  return invalid("expected one of debug, info, warning, error, off");
}

void write(Level level, std::string_view module, std::string_view text) {
  if (!logger().should_log(spdlog_level(level))) return;
  std::string payload = "\"module\":";
  append_json_string(payload, module);
  payload += ",\"text\":";
  append_json_string(payload, mask_card_numbers(text).substr(0, kTextBytesMax));
  logger().log(spdlog_level(level), "{}", payload);
}

}  // namespace shrike::diag
