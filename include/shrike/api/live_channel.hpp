#pragma once
// The WebSocket side of the dashboard: a snapshot for each client, then the same deltas for all of its tenant.
#include <chrono>
#include <functional>
#include <map>
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
};

/// I/O thread only. Each tenant has a channel of its own, with its own numbers; a message is made once and shared by
/// all clients of the tenant; the server bounds each client's queue. Figures of the whole pipeline are for the
/// operator's tenant (docs/formats/live-protocol.md, "Tenants").
class LiveChannel final : public LiveClients {
 public:
  static constexpr std::chrono::milliseconds kTick{500};

  LiveChannel(sinks::Live& live, const PipelineControl& pipeline, const Clock& clock, ServerFacts facts);
  ~LiveChannel() override;

  void join(std::shared_ptr<server::WebSocketConnection> connection, const access::Identity& identity,
            const std::string& address) override;
  void text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) override;
  void leave(const std::shared_ptr<server::WebSocketConnection>& connection) override;

  /// Whose trainings are told; may be null. It outlives the channel.
  void set_models(const ModelControl* models) { models_ = models; }
  /// Who may still listen; may be null. It outlives the channel.
  void set_access(const access::Access* access) { access_ = access; }
  /// Sends what is new, and closes who may listen no longer: with 4401 who is signed out, with 4403 who comes from an
  /// address that the tenant does not allow now. Call every kTick.
  void tick();
  /// The body of /stream, as people of that tenant see it; its rates are those that the ticks have measured.
  std::string pipeline_json(const std::string& tenant);
  [[nodiscard]] std::size_t clients() const { return clients_; }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  struct Client {
    std::shared_ptr<server::WebSocketConnection> connection;
    access::Identity identity;
    std::string address;
  };
  struct Channel {
    std::uint64_t seq = 0;
    std::string last_health;
    std::string last_training;
    std::vector<Client> clients;
  };
  using Channels = std::map<std::string, Channel, std::less<>>;

  void hello(Channel& channel, const Client& client);
  void close_unwelcome();
  void tick(const std::string& tenant);
  void tick_training(const std::string& tenant);
  [[nodiscard]] std::string training_of(const std::string& tenant) const;
  void broadcast(const std::string& tenant, std::string_view type, std::string_view data);
  std::string stats(const std::string& tenant, std::string_view points);
  [[nodiscard]] PipelineView view_of(const std::string& tenant) const;
  RateMeter& meter_of(const std::string& tenant);

  sinks::Live& live_;
  const PipelineControl& pipeline_;
  const Clock& clock_;
  const ServerFacts facts_;
  std::unique_ptr<RateMeter> meter_;          // of the operator's tenant
  std::unique_ptr<RateMeter> meter_at_rest_;  // of the others, who see no flow
  Channels channels_;                         // of tenants with clients, and the operator's
  std::size_t clients_ = 0;
  const ModelControl* models_ = nullptr;
  const access::Access* access_ = nullptr;
  std::uint64_t sent_ = 0;
};

}  // namespace shrike::api
