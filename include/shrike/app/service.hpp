#pragma once
// The composition root: builds every part in the order of its dependencies, runs them, stops them in reverse.
#include <functional>
#include <memory>
#include <string>

#include "shrike/app/config.hpp"
#include "shrike/server/server.hpp"

namespace shrike::app {

/// The running server. Build, run on the main thread, destroy.
class Service {
 public:
  /// Opens the store and the log, loads the models, binds the port. Errors: as those parts; the message says which.
  /// `wrap` as for server::Server::create: a seam for faults.
  static Result<std::unique_ptr<Service>> create(const Config& config, server::TransportWrap wrap = {});
  ~Service();

  /// Serves until SIGINT or SIGTERM (or stop), then drains. Error: what ended it early.
  Result<void> run();
  /// From any thread.
  void stop();

  [[nodiscard]] std::string url() const;
  /// What a person at the terminal should see: where the dashboard is, new keys.
  [[nodiscard]] const std::string& greeting() const;

 private:
  struct Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace shrike::app
