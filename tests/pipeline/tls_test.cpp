// The whole program over HTTPS: events, the live channel, sessions, and certificates that change while it runs.
#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "service_fixture.hpp"
#include "support/certificates.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;

class TlsServiceTest : public ::testing::Test {
 protected:
  TlsServiceTest() {
    testing::write_certificate(files_);
    service_ = std::make_unique<RunningService>(dir_.file("data"), "", false, [this](app::Config& config) {
      config.tls = {files_.certificate, files_.key};
    });
  }
  /// The component tls of /health.
  nlohmann::json tls_health() {
    const auto health = service_->get("/health").json();
    for (const auto& component : health["components"]) {
      if (component["name"] == "tls") return component;
    }
    return {};
  }
  std::string copy_of_certificate(const std::string& name) {
    std::filesystem::copy(files_.certificate, dir_.file(name));
    return dir_.file(name);
  }
  /// As renewal tools do it: new files, moved over the old ones.
  void renew() {
    const testing::CertificateFiles fresh{dir_.file("fresh.pem"), dir_.file("fresh-key.pem")};
    testing::write_certificate(fresh, {.lasts_us = 90 * kDayUs});
    std::filesystem::rename(fresh.key, files_.key);
    std::filesystem::rename(fresh.certificate, files_.certificate);
  }
  /// What `shrike health` ends with.
  int ask_health(const std::string& more) {
    return std::system(fmt::format("{} health --listen 127.0.0.1:{} {} > {} 2>&1", SHRIKE_BINARY, service_->port(),
                                   more, dir_.file("health.txt"))
                           .c_str());
  }
  bool answers_to(const std::string& certificate) {
    service_->trust(certificate);
    try {
      return service_->get("/ready").status == 200;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  const test::TempDir dir_;
  const testing::CertificateFiles files_{dir_.file("certificate.pem"), dir_.file("key.pem")};
  std::unique_ptr<RunningService> service_;
};

TEST_F(TlsServiceTest, DecidesShowsAndSignsInOverHttps) {
  EXPECT_NE(service_->greeting().find(fmt::format("https://127.0.0.1:{}/dashboard", service_->port())),
            std::string::npos);
  const auto decided = service_->post("/analyze", R"({"transaction":{"transaction_id":"t-1","amount":5}})", kPublicKey);
  ASSERT_EQ(decided.status, 200) << decided.text;
  EXPECT_NE(decided.head.find("\r\nStrict-Transport-Security: max-age=31536000\r\n"), std::string::npos);

  const auto session = service_->post("/session", fmt::format(R"({{"key":"{}"}})", kAdminKey), "");
  ASSERT_EQ(session.status, 200) << session.text;
  const std::size_t at = session.head.find("__Host-shrike_session=");
  ASSERT_NE(at, std::string::npos) << session.head;
  const std::string line = session.head.substr(at, session.head.find("\r\n", at) - at);
  EXPECT_NE(line.find("; Secure"), std::string::npos) << line;
  const std::string cookie = "Cookie: " + line.substr(0, line.find(';')) + "\r\n";
  const std::string own = fmt::format("Origin: https://127.0.0.1:{}\r\n", service_->port());
  const std::string plain = fmt::format("Origin: http://127.0.0.1:{}\r\n", service_->port());
  EXPECT_EQ(service_->send("DELETE", "/session", "", "", "application/json", cookie + plain).status, 403);

  testing::RawWebSocket live(service_->port(), 0, service_->client_tls());
  const std::string host = fmt::format("Origin: https://localhost\r\n{}", cookie);
  ASSERT_EQ(live.connect("/ws/dashboard", host), 101);
  const auto first = live.read_frame();
  ASSERT_TRUE(first);
  EXPECT_TRUE(nlohmann::json::accept(first->payload)) << first->payload;
  EXPECT_EQ(service_->send("DELETE", "/session", "", "", "application/json", cookie + own).status, 204);
}

TEST_F(TlsServiceTest, TakesNewFilesWhileItRuns) {
  const std::string before = copy_of_certificate("before.pem");
  testing::RawHttpClient open(service_->port(), 0, service_->client_tls());
  const std::string request = "GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
  open.send(request);
  ASSERT_EQ(open.read_response()->status, 200);
  renew();
  ASSERT_TRUE(service_->wait_for([&] { return answers_to(files_.certificate); }));
  EXPECT_FALSE(answers_to(before));
  open.send(request);
  EXPECT_EQ(open.read_response()->status, 200) << "who is connected stays connected";
}

TEST_F(TlsServiceTest, BrokenFilesDegradeHealthAndChangeNothing) {
  const std::string before = copy_of_certificate("before.pem");
  EXPECT_EQ(tls_health()["status"], "ok");
  service_->trust(before);
  std::ofstream(files_.certificate) << "no certificate";
  ASSERT_TRUE(service_->wait_for([&] { return tls_health()["status"] == "degraded"; }));
  EXPECT_NE(tls_health()["detail"].get<std::string>().find("tls.certificate: expected certificates in PEM"),
            std::string::npos);
  EXPECT_EQ(service_->get("/health").json()["status"], "degraded");
  EXPECT_EQ(service_->get("/ready").status, 200) << "it goes on deciding";
  renew();
  ASSERT_TRUE(service_->wait_for([&] { return answers_to(files_.certificate); }));
  EXPECT_EQ(tls_health()["status"], "ok");
}

TEST_F(TlsServiceTest, TheHealthCommandAsksOverTls) {
  const std::string settings = fmt::format("--set tls.certificate={} --set tls.key={}", files_.certificate, files_.key);
  EXPECT_EQ(ask_health(settings), 0);
  const testing::CertificateFiles other{dir_.file("other.pem"), dir_.file("other-key.pem")};
  testing::write_certificate(other);
  EXPECT_EQ(ask_health(fmt::format("--set tls.certificate={} --set tls.key={}", other.certificate, other.key)), 0)
      << "a server under its last good certificate is up, whatever the files hold now";
  EXPECT_NE(ask_health(""), 0) << "it does not speak plain HTTP";
}

}  // namespace
}  // namespace shrike
