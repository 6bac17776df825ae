#include "alerts/channels/signature.hpp"

#include <gtest/gtest.h>

#include "shrike/alerts/text_checks.hpp"

namespace shrike::alerts {
namespace {

TEST(WebhookSignature, IsThatOfTheSpecificationsExample) {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries (the vector that its libraries share)
  const auto secret = read_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(secret.ok()) << secret.error().message;
  EXPECT_EQ(sign_webhook(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, SecretsThatAreNoneAreRefused) {
  for (const char* bad : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not*base64",
                          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"})
    EXPECT_FALSE(is_webhook_secret(bad)) << bad;
  EXPECT_TRUE(is_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
}

TEST(WebhookSignature, Base64HasItsPadding) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("a"), "YQ==");
  EXPECT_EQ(base64("abc"), "YWJj");
}

}  // namespace
}  // namespace shrike::alerts
