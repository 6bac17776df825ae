// Who may do what: every route × every role, and another tenant's ids. A route that is not in the matrix fails.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "shrike/api/routes.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/api_keys.hpp"
#include "support/running_service.hpp"
#include "support/temp_dir.hpp"

namespace shrike {
namespace {

using access::Role;
using api::Endpoint;
using testing::Answer;

constexpr std::array kRoles{Role::none, Role::ingest, Role::viewer, Role::analyst, Role::admin, Role::auditor};
constexpr std::string_view kLetters = "nivaAU";  // of kRoles

/// The roles that get in, one letter each: none, ingest, viewer, analyst, Admin, aUditor.
constexpr std::string_view kAll = "nivaAU", kSees = "vaAU", kWorks = "aA", kReads = "aAU", kSends = "iaA", kRuns = "A",
                           kAudits = "AU", kUsers = "";

const std::map<Endpoint, std::string_view> kMatrix{
    {Endpoint::dashboard, kAll},
    {Endpoint::dashboard_path, kAll},
    {Endpoint::docs, kAll},
    {Endpoint::docs_asset, kAll},
    {Endpoint::openapi, kAll},
    {Endpoint::health, kAll},
    {Endpoint::ready, kAll},
    {Endpoint::info, kSees},
    {Endpoint::metrics, kSees},
    {Endpoint::session_open, kAll},
    {Endpoint::session_read, kSees},
    {Endpoint::session_close, kAll},
    {Endpoint::analyze, kSends},
    {Endpoint::transactions, kSends},
    {Endpoint::decisions_search, kSees},
    {Endpoint::decision_read, kSees},
    {Endpoint::decision_replay, kReads},
    {Endpoint::decision_label, kWorks},
    {Endpoint::blocklist_list, kReads},
    {Endpoint::blocklist_add, kWorks},
    {Endpoint::blocklist_remove, kWorks},
    {Endpoint::alerts_list, kReads},
    {Endpoint::alert_acknowledge, kWorks},
    {Endpoint::alert_resolve, kWorks},
    {Endpoint::alert_channels, kReads},
    {Endpoint::alert_channel_test, kRuns},
    {Endpoint::silences_list, kReads},
    {Endpoint::silence_add, kWorks},
    {Endpoint::silence_end, kWorks},
    {Endpoint::cases_list, kSees},
    {Endpoint::case_read, kSees},
    {Endpoint::case_change, kWorks},
    {Endpoint::quality, kSees},
    {Endpoint::models_list, kReads},
    {Endpoint::model_card, kReads},
    {Endpoint::model_activate, kRuns},
    {Endpoint::model_challenge, kRuns},
    {Endpoint::retrain, kRuns},
    {Endpoint::monitoring, kReads},
    {Endpoint::thresholds_read, kSees},
    {Endpoint::threshold_set, kRuns},
    {Endpoint::stream_read, kSees},
    {Endpoint::stream_start, kRuns},
    {Endpoint::stream_stop, kRuns},
    {Endpoint::stream_generator, kRuns},
    {Endpoint::live, kSees},
    {Endpoint::audit_list, kAudits},
    {Endpoint::audit_verify, kAudits},
    {Endpoint::totp_begin, kUsers},
    {Endpoint::totp_confirm, kUsers},
    {Endpoint::keys_list, kAudits},
    {Endpoint::key_create, kRuns},
    {Endpoint::key_rotate, kRuns},
    {Endpoint::key_revoke, kRuns},
    {Endpoint::users_list, kAudits},
    {Endpoint::user_create, kRuns},
    {Endpoint::user_change, kRuns},
    {Endpoint::sessions_list, kAudits},
    {Endpoint::session_end, kRuns},
    {Endpoint::tenants_list, kAudits},
    {Endpoint::tenant_create, kRuns},
    {Endpoint::tenant_change, kRuns},
    {Endpoint::settings_read, kAudits},
    {Endpoint::settings_change, kRuns},
    {Endpoint::own_password, kUsers},
    {Endpoint::blocklist_import, kWorks},
    {Endpoint::erasure_create, kRuns},
    {Endpoint::erasures_list, kAudits},
};

class MatrixTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string data = dir_.file("data");
    // The first start makes the database; then it gets a key of each role in two tenants.
    { testing::RunningService first(data); }
    auto database = store::open_database("sqlite://" + data + "/shrike.db");
    ASSERT_TRUE(database.ok());
    for (const Role role : kRoles) {
      if (role == Role::none) continue;
      for (auto* keys : {&ours_, &theirs_}) {
        const auto key = access::make_key(role, keys == &ours_ ? "default" : "globex", "", SystemClock().now_us(), 0);
        ASSERT_TRUE(store::insert_api_key(**database, key.row).ok());
        (*keys)[role] = key.text;
      }
    }
    service_ = std::make_unique<testing::RunningService>(data);
  }
  Answer send(const api::RouteRow& row, const std::string& path, const std::string& key) {
    const std::string body = row.body_limit_bytes > 0 ? "{}" : "";
    return service_->send(std::string(to_string(row.method)), path, body, key);
  }
  static std::string filled(std::string_view pattern, const std::string& id) {
    std::string out(pattern);
    const std::size_t open = out.find('{');
    if (open != std::string::npos) out.replace(open, out.find('}') - open + 1, id);
    return out;
  }
  nlohmann::json data(const std::string& path, const std::string& key) {
    return service_->get(path, key).json()["data"];
  }

  const test::TempDir dir_;
  std::map<Role, std::string> ours_;
  std::map<Role, std::string> theirs_;
  std::unique_ptr<testing::RunningService> service_;
};

TEST_F(MatrixTest, EveryRouteLetsInTheRolesOfItsRow) {
  for (const api::RouteRow& row : api::routes()) {
    const auto expected = kMatrix.find(row.endpoint);
    ASSERT_NE(expected, kMatrix.end()) << row.path << " is not in the matrix";
    for (std::size_t at = 0; at < kRoles.size(); ++at) {
      const int status = send(row, filled(row.path, "x"), ours_[kRoles[at]]).status;
      const bool in = expected->second.find(kLetters[at]) != std::string_view::npos;
      EXPECT_EQ(status != 401 && status != 403, in)
          << to_string(row.method) << " " << row.path << " as " << to_string(kRoles[at]) << ": " << status;
      const bool asks_who = !in && kRoles[at] == Role::none && row.least != Role::none;
      if (!in) EXPECT_EQ(status, asks_who ? 401 : 403) << row.path;
    }
  }
  EXPECT_EQ(kMatrix.size(), api::routes().size());
}

TEST_F(MatrixTest, IdsOfAnotherTenantAreNotThere) {
  const std::string admin = ours_[Role::admin];
  const auto scam = service_->post(
      "/analyze", R"({"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"555-1234"})",
      admin);
  ASSERT_EQ(scam.status, 200);
  const std::string decision = scam.json()["id"];
  ASSERT_TRUE(service_->wait_for([&] { return !data("/alerts", admin).empty(); }));
  ASSERT_TRUE(service_->wait_for([&] { return !data("/blocklist", admin).empty(); }));
  const auto key = service_->post("/keys", R"({"role":"viewer"})", admin).json();
  ASSERT_EQ(
      service_->post("/users", R"({"name":"anna","role":"viewer","password":"correct horse battery"})", admin).status,
      201);
  service_->post("/session", fmt::format(R"({{"key":"{}"}})", key["key"].get<std::string>()), "");
  const auto silence = service_->post("/alerts/silences",
                                      fmt::format(R"({{"type":"critical_fraud","until":"{}","reason":"a test"}})",
                                                  format_time(SystemClock().now_us() + kHourUs)),
                                      admin);
  ASSERT_EQ(silence.status, 201) << silence.text;
  const auto number = silence.json()["id"];
  const std::map<std::string_view, std::string> ids{
      {"/alerts/silences", number.is_string() ? number.get<std::string>() : number.dump()},
      {"/decisions", decision},
      {"/alerts", data("/alerts", admin)[0]["id"]},
      {"/cases", data("/alerts", admin)[0]["case_id"]},
      {"/keys", key["id"]},
      {"/users", "anna"},
      {"/sessions", data("/sessions", admin)[0]["id"]}};
  std::size_t checked = 0;
  for (const api::RouteRow& row : api::routes()) {
    if (row.path.find("{id}") == std::string_view::npos || api::is_operators(row.endpoint)) continue;
    if (row.path.starts_with("/models/")) continue;  // ids are shared; whose a version is: tenant_models_test
    const auto id = ids.find(row.path.substr(0, row.path.find("/{id}")));
    ASSERT_NE(id, ids.end()) << row.path << " has no id to try";
    const std::string path = filled(row.path, id->second);
    const std::string body = row.endpoint == Endpoint::decision_label ? R"({"label":"fraud"})"
                             : row.body_limit_bytes > 0               ? "{}"
                                                                      : "";
    const auto theirs = service_->send(std::string(to_string(row.method)), path, body, theirs_[Role::admin]);
    EXPECT_EQ(theirs.status, 404) << to_string(row.method) << " " << path << " " << theirs.text;
    EXPECT_EQ(theirs.text.find("anna\""), std::string::npos);
    ++checked;
  }
  EXPECT_GE(checked, 9U);
  for (const char* list : {"/decisions", "/alerts", "/blocklist", "/users", "/sessions"})
    EXPECT_TRUE(data(list, theirs_[Role::admin]).empty()) << list;
  EXPECT_TRUE(service_->get("/cases?state=all", theirs_[Role::admin]).json()["cases"].empty());
  EXPECT_EQ(service_->get("/quality", theirs_[Role::admin]).json()["total"]["alerted"], 0);
  for (const auto& row : data("/keys", theirs_[Role::admin])) EXPECT_NE(row["id"], key["id"]);
  for (const auto& row : data("/audit?limit=500", theirs_[Role::auditor])) EXPECT_NE(row["tenant"], "default");
  EXPECT_EQ(service_->get("/decisions/" + decision, admin).status, 200);
}

TEST_F(MatrixTest, WhatRunsTheInstallationIsForTheOperatorsPeople) {
  std::size_t checked = 0;
  for (const api::RouteRow& row : api::routes()) {
    for (const Role role : kRoles) {
      if (role == Role::none || kMatrix.at(row.endpoint) == kUsers) continue;
      const int status = send(row, filled(row.path, "x"), theirs_[role]).status;
      const bool open =
          kMatrix.at(row.endpoint).find(kLetters[static_cast<std::size_t>(role)]) != std::string_view::npos;
      EXPECT_EQ(status != 403, open && !api::is_operators(row.endpoint)) << row.path << " as " << to_string(role);
      checked += api::is_operators(row.endpoint) ? 1 : 0;
    }
  }
  EXPECT_GE(checked, 7 * 5U);
  const auto seen = data("/tenants", theirs_[Role::admin]);
  ASSERT_EQ(seen.size(), 1U) << "its own alone";
  EXPECT_EQ(seen[0]["id"], "globex");
  EXPECT_EQ(data("/tenants", ours_[Role::admin]).size(), 2U);
}

TEST_F(MatrixTest, OverHttpsTheCookieIsOfThisHostOnly) {
  service_.reset();
  service_ = std::make_unique<testing::RunningService>(dir_.file("data"), "", false, [](app::Config& config) {
    config.gate.trusted_proxies = access::AddressList::parse("127.0.0.1").value();
    config.gate.rates.per_address = 1;
  });
  const std::string body = fmt::format(R"({{"key":"{}"}})", ours_[Role::viewer]);
  const std::string proxied = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n";
  const auto safe = service_->send("POST", "/session", body, "", "application/json", proxied);
  ASSERT_EQ(safe.status, 200) << safe.text;
  const std::size_t at = safe.head.find("__Host-shrike_session=");
  ASSERT_NE(at, std::string::npos) << safe.head;
  EXPECT_NE(safe.head.find("; Secure", at), std::string::npos);
  const std::string value = safe.head.substr(at, safe.head.find(';', at) - at);
  EXPECT_EQ(service_->send("GET", "/session", "", "", "", proxied + "Cookie: " + value + "\r\n").status, 200);
  const std::string other = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.10\r\n";
  EXPECT_EQ(service_->send("GET", "/session", "", "", "", other + "Cookie: " + value.substr(7) + "\r\n").status, 401)
      << "the plain name does not count over https";
  int refused = 0;
  for (int i = 0; i < 5; ++i)
    refused += service_->send("GET", "/info", "", ours_[Role::viewer], "", proxied).status == 429;
  EXPECT_GE(refused, 1) << "the client's address counts, not the proxy's";
  EXPECT_EQ(service_->send("GET", "/info", "", ours_[Role::viewer], "", "X-Forwarded-For: 203.0.113.11\r\n").status,
            200);
  const auto rows = data("/audit?action=session.open", ours_[Role::auditor]);
  EXPECT_EQ(rows[0]["address"], "203.0.113.9");
}

}  // namespace
}  // namespace shrike
