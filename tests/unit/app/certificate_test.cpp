#include "app/certificate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/certificates.hpp"
#include "support/temp_dir.hpp"

namespace shrike::app {
namespace {

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    clock_.set(SystemClock().now_us());
    testing::write_certificate(files_, {.lasts_us = 30 * kDayUs});
    auto opened = Certificate::open({files_.certificate, files_.key}, metrics_, clock_);
    EXPECT_TRUE(opened.ok());
    certificate_ = std::move(*opened);
  }
  std::string status() { return certificate_->health().status; }

  const test::TempDir dir_;
  const testing::CertificateFiles files_{dir_.file("certificate.pem"), dir_.file("key.pem")};
  Metrics metrics_;
  ManualClock clock_;
  std::unique_ptr<Certificate> certificate_;
};

TEST_F(CertificateTest, HealthWarnsBeforeTheEndAndAfterIt) {
  EXPECT_EQ(status(), "ok");
  clock_.advance(15 * kDayUs);
  EXPECT_EQ(status(), "ok");
  clock_.advance(2 * kDayUs);
  EXPECT_EQ(status(), "degraded");
  EXPECT_NE(certificate_->health().detail.find("ends soon"), std::string::npos);
  clock_.advance(14 * kDayUs);
  EXPECT_EQ(status(), "degraded");
  EXPECT_NE(certificate_->health().detail.find("ended at"), std::string::npos);
  testing::write_certificate(files_, {.lasts_us = 90 * kDayUs});
  certificate_->check();
  EXPECT_EQ(status(), "ok");
}

TEST_F(CertificateTest, HealthSaysWhatIsWrongWithNewFilesUntilTheyAreRight) {
  std::filesystem::copy(files_.key, dir_.file("kept.pem"));
  std::ofstream(files_.key) << "rubbish";
  EXPECT_EQ(status(), "ok") << "nobody has looked yet";
  const TimeUs before_us = certificate_->tls()->expires_at_us();
  for (int i = 0; i < 3; ++i) {
    certificate_->check();
    EXPECT_EQ(status(), "degraded");
    EXPECT_NE(certificate_->health().detail.find("tls.key: expected a private key"), std::string::npos);
  }
  EXPECT_EQ(certificate_->tls()->expires_at_us(), before_us);
  std::filesystem::copy(dir_.file("kept.pem"), files_.key, std::filesystem::copy_options::overwrite_existing);
  certificate_->check();
  EXPECT_EQ(status(), "ok");
}

}  // namespace
}  // namespace shrike::app
