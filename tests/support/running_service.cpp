#include "support/running_service.hpp"

#include <fmt/core.h>

#include <chrono>
#include <stdexcept>

namespace shrike::testing {

RunningService::RunningService(const std::string& data_dir, const std::string& database_url, bool demo,
                               const std::function<void(app::Config&)>& adjust, server::TransportWrap wrap) {
  app::Config config;
  config.data_dir = data_dir;
  config.database_url = database_url;
  config.demo = demo;
  config.admin_key = kAdminKey;
  config.public_key = kPublicKey;
  config.server.port = 0;
  config.eventlog.capacity_bytes = 16U << 20U;
  if (adjust) adjust(config);
  if (!config.tls.certificate.empty()) trust(config.tls.certificate);
  auto made = app::Service::create(config, std::move(wrap));
  if (!made) throw std::runtime_error(made.error().message);
  service_ = std::move(*made);
  const std::string url = service_->url();
  port_ = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  thread_ = std::jthread([this] { (void)service_->run(); });
  if (!wait_for([this] { return get("/ready").status == 200; }))
    throw std::runtime_error("the service did not become ready");
}

RunningService::~RunningService() { service_->stop(); }

Answer RunningService::send(const std::string& method, const std::string& path, const std::string& body,
                            std::string_view key, const std::string& content_type, const std::string& more_headers) {
  RawHttpClient client(port_, 0, client_tls_);
  std::string request =
      fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{}", method, path, port_, more_headers);
  if (!key.empty()) request += fmt::format("X-API-KEY: {}\r\n", key);
  if (!body.empty() || method == "POST" || method == "PUT")
    request += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", content_type, body.size());
  client.send(request + "\r\n" + body);
  const auto response = client.read_response(method == "HEAD");
  return response ? Answer{response->status, response->head, response->body} : Answer{};
}

bool RunningService::wait_for(const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace shrike::testing
