#pragma once
// Looks at every part of the running system and holds its switches.
#include <atomic>
#include <functional>
#include <string>

#include "certificate.hpp"
#include "decision_path.hpp"
#include "disk_guard.hpp"
#include "shrike/api/live_channel.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/sinks/live.hpp"
#include "shrike/sources/generator.hpp"
#include "windowed.hpp"

namespace shrike::app {

/// References to the parts; all outlive it. `view` on the I/O thread; the counters are for any thread.
class Pipeline final : public api::PipelineControl {
 public:
  struct Parts {
    const Clock& clock;
    DecisionPath& path;
    sinks::Live& live;
    sources::Generator& generator;
    const DiskGuard& disk;
    std::string store_name;
    const std::string& model_damage;                  ///< model files that could not be loaded, in words
    std::function<api::ComponentHealth()> accuracy;   ///< of the live model
    std::function<api::ComponentHealth()> alerts;     ///< of the channels
    std::function<std::string()> audit_failure;       ///< why the audit chain cannot be written; empty when it can
    std::function<const Certificate*()> certificate;  ///< null without TLS
  };
  explicit Pipeline(const Parts& parts);

  [[nodiscard]] api::PipelineView view() const override;
  void set_running(bool running) override;
  void set_generator_running(bool running) override;
  bool set_generator_rate(double per_second) override;

  [[nodiscard]] bool running() const { return running_; }
  void count_rest(std::size_t events) { rest_ += events; }
  void set_live(const api::LiveChannel* channel) { channel_ = channel; }
  void fail_engine(std::string why);

 private:
  [[nodiscard]] std::vector<api::Stage> stages() const;
  [[nodiscard]] api::ComponentHealth engine_health() const;
  [[nodiscard]] std::vector<api::ComponentHealth> components() const;

  Parts parts_;
  const api::LiveChannel* channel_ = nullptr;
  std::atomic<bool> running_{true};
  std::atomic<bool> generator_wanted_{false};
  std::atomic<std::uint64_t> rest_{0};
  mutable std::mutex mutex_;  // guards engine_failure_
  std::string engine_failure_;
  mutable Windowed append_us_, commit_us_, batch_size_, decision_us_, write_us_, write_rows_;
};

}  // namespace shrike::app
