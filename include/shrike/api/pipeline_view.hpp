#pragma once
// The state of the whole pipeline at one moment, as the app collects it for the dashboard and /stream.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/clock.hpp"

namespace shrike::api {

/// One box of the pipeline drawing. What a stage does not have stays empty (null in JSON).
struct Stage {
  std::string_view id;
  std::string_view role;  ///< "source", "log", "engine", "sink"
  bool down = false;
  std::uint64_t total = 0;
  std::optional<std::uint64_t> lag;
  std::optional<std::uint64_t> depth;
  std::optional<std::uint64_t> capacity;
  std::optional<double> batch_mean;
  std::optional<std::uint64_t> batch_max;
  std::optional<std::uint64_t> latency_us_p50;
  std::optional<std::uint64_t> latency_us_p99;
};

struct GeneratorView {
  bool running = false;
  double rate = 0;
  std::uint64_t emitted = 0;
  TimeUs calendar_us = 0;
  double message_share = 0;
  std::uint64_t seed = 0;
};

struct ComponentHealth {
  std::string name;
  std::string status;  ///< "ok", "degraded", "down"
  std::string detail;
};

struct PipelineView {
  bool running = true;       ///< false: stopped by an administrator, events are refused
  bool ready = false;        ///< events are taken and everything from before the start is applied
  TimeUs event_time_us = 0;  ///< 0 = no decision yet
  GeneratorView generator;
  std::vector<Stage> stages;
  std::vector<ComponentHealth> components;

  /// The worst of its components.
  [[nodiscard]] std::string health() const;
};

/// What users may change while the system runs. Implemented by the app; called on the I/O thread.
class PipelineControl {
 public:
  virtual ~PipelineControl() = default;
  [[nodiscard]] virtual PipelineView view() const = 0;
  virtual void set_running(bool running) = 0;
  virtual void set_generator_running(bool running) = 0;
  /// False outside the generator's range.
  virtual bool set_generator_rate(double per_second) = 0;
};

}  // namespace shrike::api
