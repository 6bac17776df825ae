// Certificates: what is taken, and their exchange while connections are open.
#include <filesystem>
#include <fstream>
#include <future>

#include "unit/server/tls_fixture.hpp"

namespace shrike::server {
namespace {

class TlsReload : public TlsTest {
 protected:
  /// Why the files cannot be used.
  std::string error_of_files() {
    const auto opened = Tls::open({files_.certificate, files_.key}, metrics, clock);
    return opened ? "" : opened.error().message;
  }
  void write_over(const std::string& file, std::string_view text) { std::ofstream(file) << text; }
};

TEST_F(TlsReload, OldConnectionsGoOnAndNewOnesSeeTheNewCertificate) {
  start();
  RawHttpClient old(port(), 0, trusting());
  old.send(get("/hello"));
  ASSERT_TRUE(old.read_response());
  const std::string before = dir_.file("before.pem");
  std::filesystem::copy(files_.certificate, before);
  const TimeUs first_end_us = tls->expires_at_us();

  testing::write_certificate(files_, {.lasts_us = 60 * kDayUs});
  const auto changed = reload();
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  EXPECT_TRUE(*changed);
  EXPECT_FALSE(*reload()) << "there is nothing new";
  EXPECT_NEAR(static_cast<double>(tls->expires_at_us() - first_end_us), 30.0 * kDayUs, kMinuteUs);

  old.send(get("/hello"));
  EXPECT_EQ(old.read_response()->body, "hello");
  EXPECT_NE(refusal_of({.trusted = before}).find("verify failed"), std::string::npos);
  EXPECT_EQ(ask("/hello"), "hello");
}

TEST_F(TlsReload, WhatCannotBeUsedLeavesTheOldPair) {
  start();
  const std::string before = dir_.file("before.pem");
  std::filesystem::copy(files_.certificate, before);
  const auto stays = [&](std::string_view what) {
    const auto done = reload();
    ASSERT_FALSE(done.ok()) << what;
    EXPECT_NE(done.error().message.find(what), std::string::npos) << done.error().message;
    EXPECT_EQ(refusal_of({.trusted = before}), "");
  };
  const testing::CertificateFiles other{dir_.file("other.pem"), dir_.file("other-key.pem")};
  testing::write_certificate(other);
  std::filesystem::copy(other.key, files_.key, std::filesystem::copy_options::overwrite_existing);
  stays("tls.key: is not the key of tls.certificate");
  write_over(files_.certificate, "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n");
  stays("tls.certificate: expected certificates in PEM");
  std::filesystem::remove(files_.certificate);
  stays("tls.certificate: cannot be read: No such file");
  std::filesystem::copy(other.certificate, files_.certificate);
  ASSERT_TRUE(reload().ok()) << "both files are there now";
  EXPECT_EQ(ask("/hello"), "hello");
}

TEST_F(TlsReload, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(error_of_files(), "");
  write_over(files_.key, "");
  EXPECT_TRUE(error_of_files().starts_with("tls.key: expected a private key in PEM")) << error_of_files();
  testing::write_certificate(files_, {.passphrase = "secret words"});
  EXPECT_TRUE(error_of_files().starts_with("tls.key: expected a private key in PEM, without a passphrase"));
  testing::write_certificate(files_, {.rsa_bits = 1'024});
  EXPECT_TRUE(error_of_files().starts_with("tls.certificate: cannot be used (ee key too small)")) << error_of_files();
  testing::write_certificate(files_, {.rsa_bits = 2'048});
  EXPECT_EQ(error_of_files(), "");
  write_over(files_.certificate, std::string(300'000, 'x'));
  EXPECT_EQ(error_of_files(), "tls.certificate: is longer than 262144 bytes");
  write_over(files_.certificate, "");
  EXPECT_TRUE(error_of_files().starts_with("tls.certificate: expected certificates in PEM")) << error_of_files();
}

TEST_F(TlsReload, TheFirstEndOfTheChainCounts) {
  const testing::CertificateFiles link{dir_.file("link.pem"), dir_.file("link-key.pem")};
  testing::write_certificate(link, {.lasts_us = 3 * kDayUs});
  std::ifstream in(link.certificate);
  std::ofstream(files_.certificate, std::ios::app) << in.rdbuf();
  turn_on();
  const SystemClock now;
  EXPECT_NEAR(static_cast<double>(tls->expires_at_us() - now.now_us()), 3.0 * kDayUs, kMinuteUs);
  EXPECT_NE(
      metrics.text().find("shrike_tls_certificate_expires_seconds " + std::to_string(tls->expires_at_us() / kSecondUs)),
      std::string::npos);
}

}  // namespace
}  // namespace shrike::server
