#include "shrike/app/config.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "shrike/app/version.hpp"
#include "support/temp_dir.hpp"

namespace shrike::app {
namespace {

std::string error_of(const Result<Config>& result) { return result.ok() ? "" : result.error().message; }

TEST(Config, CommandLineBeatsEnvironmentBeatsFile) {
  const test::TempDir dir;
  const std::string file = dir.file("shrike.toml");
  std::ofstream(file) << "listen = \"127.0.0.1:1\"\ndemo = true\n[generator]\nrate = 10\nseed = 5\nmessage_share = "
                         "0.5\n[engine]\nbatch_size_max = 50\n";
  const auto config = load_config(file, {{"SHRIKE_LISTEN", "127.0.0.1:2"}, {"SHRIKE_GENERATOR_RATE", "20"}},
                                  {{"generator.rate", "30"}});
  ASSERT_TRUE(config.ok()) << error_of(config);
  EXPECT_EQ(config->server.port, 2);
  EXPECT_EQ(config->generator.rate, 30);
  EXPECT_EQ(config->generator.simulator.seed, 5U);
  EXPECT_EQ(config->generator.message_share, 0.5);
  EXPECT_EQ(config->engine.batch_size_max, 50U);
  EXPECT_TRUE(config->demo);
}

TEST(Config, ABadValueNamesKeyValueAndExpectation) {
  for (const auto& [key, value, expected] :
       {std::tuple{"listen", "8000", "HOST:PORT"}, std::tuple{"listen", "host:99999", "HOST:PORT"},
        std::tuple{"demo", "maybe", "true or false"}, std::tuple{"database.url", "mysql://x", "sqlite"},
        std::tuple{"durability", "none", "power or process"}, std::tuple{"engine.batch_size_max", "0", "1 to 65536"},
        std::tuple{"generator.rate", "nan", "1 to 100000"}, std::tuple{"decision.high_from", "60.5", "0 to 100"},
        std::tuple{"admin_key", "short", "16 to 256"}, std::tuple{"monitoring.interval_s", "0", "1 to 86400"}}) {
    const auto config = load_config("", {}, {{key, value}});
    ASSERT_FALSE(config.ok()) << key;
    EXPECT_EQ(config.error().kind, ErrorKind::invalid);
    EXPECT_NE(error_of(config).find(key), std::string::npos) << error_of(config);
    EXPECT_NE(error_of(config).find(expected), std::string::npos) << error_of(config);
    EXPECT_EQ(error_of(config).find(value) == std::string::npos, std::string_view(key) == "admin_key")
        << "secrets are not repeated";
  }
}

TEST(Config, AlertsNeedWhatBelongsTogetherAndShowNoSecrets) {
  const auto error = [](const std::string& key, const std::string& value) {
    return error_of(load_config("", {}, {{key, value}}));
  };
  EXPECT_NE(error("alerts.email.enabled", "true").find("alerts.email.from"), std::string::npos);
  EXPECT_NE(error("alerts.escalate_to", "slack").find("expected a channel that is set up"), std::string::npos);
  for (const char* key : {"alerts.webhook.secret", "alerts.webhook.url", "alerts.slack.url", "alerts.teams.url"}) {
    EXPECT_NE(error(key, "hunter2").find(key), std::string::npos) << key;
    EXPECT_EQ(error(key, "hunter2").find("hunter2"), std::string::npos) << key;
  }
  const auto config = load_config("", {},
                                  {{"alerts.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                                   {"alerts.email.to", "a@b.example, c@d.example"},
                                   {"server.public_url", "https://shrike.example/"},
                                   {"alerts.min_level", "High"}});
  ASSERT_TRUE(config.ok()) << error_of(config);
  EXPECT_EQ(config->alerts.webhook.secrets.size(), 1U);
  EXPECT_EQ(config->alerts.email.to.size(), 2U);
  EXPECT_EQ(config->alerts.public_url, "https://shrike.example");
  EXPECT_EQ(config->alerts.min_level, domain::RiskLevel::high);
}

TEST(Config, ATenantHasChannelsOfItsOwn) {
  const test::TempDir dir;
  const std::string file = dir.file("shrike.toml");
  std::ofstream(file) << "[alerts.email]\nfrom = \"s@bank.example\"\n[smtp]\nhost = \"mail\"\n"
                         "[alerts.tenants.acme]\nescalate_to = \"slack\"\nemail.to = \"a@acme.example\"\n"
                         "[alerts.tenants.acme.webhook]\nurl = \"https://acme.example/a\"\n";
  const auto config = load_config(file,
                                  {{"SHRIKE_ALERTS_TENANTS_ACME_SLACK_URL", "https://slack.example/b"},
                                   {"SHRIKE_ALERTS_TENANTS_TWO_WORDS_PAGERDUTY_ROUTING_KEY", "R2"}},
                                  {{"alerts.tenants.acme.webhook.url", "https://acme.example/c"},
                                   {"alerts.tenants.acme.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                                   {"alerts.tenants.2.teams.url", "https://teams.example/d"}});
  ASSERT_TRUE(config.ok()) << error_of(config);
  ASSERT_EQ(config->alerts.tenants.size(), 3U);
  const auto& acme = config->alerts.tenants.at("acme");
  EXPECT_EQ(acme.webhook.url, "https://acme.example/c");
  EXPECT_EQ(acme.webhook.secrets.size(), 1U);
  EXPECT_EQ(acme.email_to, std::vector<std::string>{"a@acme.example"});
  EXPECT_EQ(acme.slack_url, "https://slack.example/b");
  EXPECT_EQ(acme.escalate_to, "slack");
  EXPECT_EQ(config->alerts.tenants.at("two-words").pagerduty_routing_key, "R2");
  EXPECT_EQ(config->alerts.tenants.at("2").teams_url, "https://teams.example/d");
}

TEST(Config, ChannelsOfTenantsAreRefusedByNameAndWithoutSecrets) {
  const auto error = [](const std::string& key, const std::string& value) {
    return error_of(load_config("", {}, {{"alerts.tenants." + key, value}}));
  };
  for (const auto& [key, value, expected] :
       {std::tuple{"acme.slack.link", "https://x.example", "there is no setting \"alerts.tenants.acme.slack.link\""},
        std::tuple{"slack.url", "https://x.example", "there is no setting"},
        std::tuple{"Acme.slack.url", "https://x.example", "\"Acme\" is no tenant"},
        std::tuple{".slack.url", "https://x.example", "is no tenant"},
        std::tuple{"default.slack.url", "https://x.example", "set as alerts.slack.url"},
        std::tuple{"acme.email.to", "a@acme.example", "alerts.email.from = \"\": expected a value"},
        std::tuple{"acme.email.to", "nobody", "alerts.tenants.acme.email.to = \"nobody\": expected mail addresses"},
        std::tuple{"acme.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                   "alerts.tenants.acme.webhook.url = \"\": expected a value"},
        std::tuple{"acme.escalate_to", "slack", "expected a channel of this tenant"}})
    EXPECT_NE(error(key, value).find(expected), std::string::npos) << key << ": " << error(key, value);
  for (const char* key : {"webhook.url", "webhook.secret", "slack.url", "teams.url"}) {
    EXPECT_NE(error(std::string("acme.") + key, "hunter2").find(key), std::string::npos) << key;
    EXPECT_EQ(error(std::string("acme.") + key, "hunter2").find("hunter2"), std::string::npos) << key;
  }
  EXPECT_EQ(error("acme.pagerduty.routing_key", "hunter2\n").find("hunter2"), std::string::npos);
  EXPECT_NE(error_of(load_config("", {{"SHRIKE_ALERTS_TENANTS_ACME_TYPO", "1"}}, {})).find("ACME_TYPO"),
            std::string::npos);
}

TEST(Config, ChannelsOfTenantsAreBounded) {
  const auto load = [](std::size_t tenants, std::initializer_list<const char*> keys) {
    std::vector<std::pair<std::string, std::string>> set;
    for (std::size_t at = 0; at < tenants; ++at)
      for (const char* key : keys) set.emplace_back(fmt::format("alerts.tenants.t{}.{}", at, key), "https://x.example");
    return load_config("", {}, set);
  };
  EXPECT_TRUE(load(alerts::kTenantsWithChannelsMax, {"slack.url", "teams.url"}).ok());
  EXPECT_NE(error_of(load(alerts::kTenantsWithChannelsMax + 1, {"slack.url"})).find("at most 50 tenants"),
            std::string::npos);
  EXPECT_NE(error_of(load(34, {"slack.url", "teams.url", "webhook.url"})).find("102 channels: expected at most 100"),
            std::string::npos);
}

TEST(Config, PointsOfTheBuiltInRules) {
  const auto config = load_config("", {{"SHRIKE_RULES_KNOWN_SENDER_POINTS", "45"}},
                                  {{"rules.base_risk.points", "0"}, {"rules.account_pressure.points", "100"}});
  ASSERT_TRUE(config.ok()) << error_of(config);
  EXPECT_EQ(config->engine.policy.known_sender_points, 45);
  EXPECT_EQ(config->engine.policy.base_risk_points, 0);
  EXPECT_EQ(config->engine.policy.account_pressure_points, 100);
  EXPECT_FALSE(load_config("", {}, {{"rules.base_risk.points", "101"}}).ok());
}

TEST(Config, ACertificateNeedsItsKey) {
  const test::TempDir dir;
  const std::string file = dir.file("some.pem");
  std::ofstream(file) << "text";
  const auto load = [](const std::vector<std::pair<std::string, std::string>>& set) {
    return load_config("", {}, set);
  };
  EXPECT_NE(error_of(load({{"tls.certificate", file}})).find("tls.key = \"\""), std::string::npos);
  EXPECT_NE(error_of(load({{"tls.key", file}})).find("tls.certificate = \"\""), std::string::npos);
  EXPECT_NE(error_of(load({{"tls.key", dir.file("none.pem")}})).find("can be read"), std::string::npos);
  const auto both = load({{"tls.key", file}, {"tls.certificate", file}});
  ASSERT_TRUE(both.ok()) << error_of(both);
  EXPECT_EQ(both->tls.key, file);
}

TEST(Config, UnknownKeysAndBrokenFilesAreErrors) {
  EXPECT_NE(error_of(load_config("", {{"SHRIKE_TYPO", "1"}}, {})).find("SHRIKE_TYPO"), std::string::npos);
  EXPECT_NE(error_of(load_config("", {}, {{"no.such", "1"}})).find("no.such"), std::string::npos);
  const test::TempDir dir;
  std::ofstream(dir.file("a.toml")) << "listen = \n";
  EXPECT_NE(error_of(load_config(dir.file("a.toml"), {}, {})).find("line 1"), std::string::npos);
  std::ofstream(dir.file("b.toml")) << "[\n";
  EXPECT_NE(error_of(load_config(dir.file("b.toml"), {}, {})).find("b.toml"), std::string::npos);
  EXPECT_FALSE(load_config(dir.file("missing.toml"), {}, {}).ok());
  EXPECT_FALSE(load_config("", {}, {{"decision.medium_from", "90"}}).ok()) << "levels must ascend";
}

TEST(Config, EveryOptionHasAnEnvironmentNameOfItsOwn) {
  std::set<std::string> names;
  for (const Option& option : options()) EXPECT_TRUE(names.insert(environment_name(option.key)).second) << option.key;
  for (const char* name :
       {"SHRIKE_DATABASE_URL", "SHRIKE_ALERTS_EMAIL_ENABLED", "SHRIKE_SMTP_HOST", "SHRIKE_ALERTS_WEBHOOK_URL"})
    EXPECT_TRUE(names.contains(name)) << name;
}

TEST(Version, IsTheOneOfTheBuild) {
  std::ifstream in(std::string(SHRIKE_SOURCE_DIR) + "/CMakeLists.txt");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_NE(text.find("VERSION " + std::string(kVersion)), std::string::npos);
}

}  // namespace
}  // namespace shrike::app
