#pragma once
// The whole program in this process: a Service on a port of its own, with known keys.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

#include "shrike/app/service.hpp"
#include "support/raw_http_client.hpp"

namespace shrike::testing {

inline constexpr std::string_view kAdminKey = "admin-key-of-the-tests";
inline constexpr std::string_view kPublicKey = "public-key-of-the-tests";

struct Answer {
  int status = 0;
  std::string head;
  std::string text;
  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(text, nullptr, false); }
};

/// Runs from construction to destruction, which drains and stops it as SIGTERM would.
class RunningService {
 public:
  /// `adjust` changes the configuration of the tests, `wrap` their connections.
  explicit RunningService(const std::string& data_dir, const std::string& database_url = {}, bool demo = false,
                          const std::function<void(app::Config&)>& adjust = {}, server::TransportWrap wrap = {});
  ~RunningService();
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  Answer get(const std::string& path, std::string_view key = kAdminKey) { return send("GET", path, {}, key); }
  Answer post(const std::string& path, const std::string& body, std::string_view key = kAdminKey) {
    return send("POST", path, body, key);
  }
  Answer send(const std::string& method, const std::string& path, const std::string& body, std::string_view key,
              const std::string& content_type = "application/json", const std::string& more_headers = {});
  /// Asks until `done` says so; false after half a minute.
  bool wait_for(const std::function<bool()>& done);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// How a client of it speaks: over TLS where `adjust` set a certificate, which it trusts.
  [[nodiscard]] const std::optional<ClientTls>& client_tls() const { return client_tls_; }
  /// From now on this certificate only.
  void trust(const std::string& certificate) { client_tls_ = ClientTls{.trusted = certificate}; }
  [[nodiscard]] const std::string& greeting() const { return service_->greeting(); }

 private:
  std::unique_ptr<app::Service> service_;
  std::uint16_t port_ = 0;
  std::optional<ClientTls> client_tls_;
  std::jthread thread_;
};

}  // namespace shrike::testing
