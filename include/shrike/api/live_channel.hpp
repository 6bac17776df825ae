#pragma once
// The WebSocket side of the dashboard: a snapshot for each client, then the same deltas for all.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shrike/api/api.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/sinks/live.hpp"

namespace shrike::api {

class ModelControl;
class RateMeter;

/// What hello says about the server. Fixed at start.
struct ServerFacts {
  std::string version;
  TimeUs started_at_us = 0;
  bool demo = false;
  std::string durability;
  std::string store;
  std::string tenant;  ///< whose live channel it is
};

/// I/O thread only. A message is made once and shared by all clients; the server bounds each client's queue.
class LiveChannel final : public LiveClients {
 public:
  static constexpr std::chrono::milliseconds kTick{500};

  LiveChannel(sinks::Live& live, const PipelineControl& pipeline, const Clock& clock, ServerFacts facts);
  ~LiveChannel() override;

  void join(std::shared_ptr<server::WebSocketConnection> connection, const access::Identity& identity) override;
  void text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) override;
  void leave(const std::shared_ptr<server::WebSocketConnection>& connection) override;

  /// Whose trainings are told; may be null. It outlives the channel.
  void set_models(const ModelControl* models) { models_ = models; }
  /// Who may still listen; may be null. It outlives the channel.
  void set_access(const access::Access* access) { access_ = access; }
  /// Sends what is new, and closes with 4401 whoever is signed out. Call every kTick.
  void tick();
  /// The body of /stream; its rates are those that the ticks have measured.
  std::string pipeline_json();
  [[nodiscard]] std::size_t clients() const { return clients_.size(); }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  struct Client {
    std::shared_ptr<server::WebSocketConnection> connection;
    access::Identity identity;
  };
  void hello(const Client& client);
  void close_signed_out();
  void broadcast(std::string_view type, std::string_view data);
  std::string stats(std::string_view points);

  sinks::Live& live_;
  const PipelineControl& pipeline_;
  const Clock& clock_;
  const ServerFacts facts_;
  std::unique_ptr<RateMeter> meter_;
  std::vector<Client> clients_;
  const ModelControl* models_ = nullptr;
  const access::Access* access_ = nullptr;
  std::string last_health_;
  std::string last_training_;
  std::uint64_t seq_ = 0;
  std::uint64_t sent_ = 0;
};

}  // namespace shrike::api
