#pragma once
// The server of the tests behind TLS, with certificates of their own.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <future>

#include "support/certificates.hpp"
#include "support/temp_dir.hpp"
#include "unit/server/server_fixture.hpp"

namespace shrike::server {

using testing::ClientTls;

class TlsTest : public ServerTest {
 protected:
  TlsTest() { testing::write_certificate(files_); }
  /// Call before start().
  void turn_on() {
    auto opened = Tls::open({files_.certificate, files_.key}, metrics, clock);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    tls = std::move(*opened);
  }
  void start(TransportWrap wrap = {}) {
    turn_on();
    ServerTest::start(std::move(wrap));
  }
  /// Of a client that trusts what the files hold now.
  [[nodiscard]] ClientTls trusting() const { return {.trusted = files_.certificate}; }
  /// The words of a handshake that fails; empty when it does not.
  std::string refusal_of(const ClientTls& wishes) {
    try {
      RawHttpClient client(port(), 0, wishes);
      return client.send(get("/hello")) && client.read_response() ? "" : "no answer";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }
  /// Of one request, once.
  std::string ask(const std::string& path) {
    RawHttpClient client(port(), 0, trusting());
    client.send(get(path));
    const auto response = client.read_response();
    return response ? response->body : "";
  }
  /// Runs on the I/O thread.
  Result<bool> reload() {
    std::promise<Result<bool>> done;
    loop.post([&] { done.set_value(tls->reload()); });
    return done.get_future().get();
  }
  bool counted(std::string_view line) {
    return eventually([&] { return metrics.text().find(line) != std::string::npos; });
  }

  const test::TempDir dir_;
  const testing::CertificateFiles files_{dir_.file("certificate.pem"), dir_.file("key.pem")};
};

}  // namespace shrike::server
