// Keys, users and sessions over HTTP, on both stores.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "service_fixture.hpp"
#include "shrike/access/totp.hpp"
#include "shrike/store/audit.hpp"
#include "shrike/store/users.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::ServiceTest;

class AccessApiTest : public ServiceTest {
 protected:
  std::string cookie_of(const testing::Answer& answer) {
    const std::size_t at = answer.head.find("shrike_session=");
    return at == std::string::npos ? "" : answer.head.substr(at, answer.head.find(';', at) - at);
  }
  int status_with(const std::string& cookie, const std::string& path = "/info") {
    return service_->send("GET", path, "", "", "", "Cookie: " + cookie + "\r\n").status;
  }
  testing::Answer sign_in(const std::string& name, const std::string& password, const std::string& code = {}) {
    return service_->post("/session",
                          fmt::format(R"({{"name":"{}","password":"{}","code":"{}"}})", name, password, code), "");
  }
  void make_user(const std::string& name, const std::string& role) {
    const auto made =
        service_->post("/users", fmt::format(R"({{"name":"{}","role":"{}","password":"{}"}})", name, role, kPassword));
    ASSERT_EQ(made.status, 201) << made.text;
  }
  testing::Answer patch(const std::string& name, const std::string& body) {
    return service_->send("PATCH", "/users/" + name, body, kAdminKey);
  }
  static constexpr const char* kPassword = "correct horse battery";
};

TEST_P(AccessApiTest, AKeyIsShownOnceRotatedWithOverlapAndRevokedAtOnce) {
  start();
  const auto made = service_->post("/keys", R"({"role":"analyst","label":"batch"})");
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string key = made.json()["key"];
  const std::string id = made.json()["id"];
  EXPECT_EQ(service_->get("/info", key).status, 200) << "at once";
  const auto listed = service_->get("/keys").text;
  EXPECT_EQ(listed.find(key), std::string::npos);
  EXPECT_NE(listed.find(id), std::string::npos);
  const auto next = service_->post("/keys/" + id + "/rotate", R"({"overlap_seconds":600})");
  ASSERT_EQ(next.status, 201) << next.text;
  const std::string next_key = next.json()["key"];
  EXPECT_EQ(next.json()["role"], "analyst");
  EXPECT_EQ(service_->get("/info", key).status, 200) << "the overlap";
  EXPECT_EQ(service_->get("/info", next_key).status, 200);
  EXPECT_EQ(service_->send("DELETE", "/keys/" + id, "", kAdminKey).status, 204);
  EXPECT_EQ(service_->get("/info", key).status, 401);
  EXPECT_EQ(service_->post("/keys/" + id + "/rotate", "{}").status, 409);
  EXPECT_EQ(service_->send("DELETE", "/keys/key_of_nobody", "", kAdminKey).status, 404);
  const std::string next_id = next.json()["id"];
  EXPECT_EQ(service_->post("/keys/" + next_id + "/rotate", "").status, 201);
  EXPECT_EQ(service_->get("/info", next_key).status, 401) << "no overlap";
  for (const char* bad : {R"({"role":"root"})", R"({"role":"viewer","expires_at":"2001-01-01T00:00:00Z"})", "{}"})
    EXPECT_EQ(service_->post("/keys", bad).status, 422) << bad;
  const auto rows = service_->get("/audit?action=key.create").json()["data"];
  EXPECT_EQ(rows[rows.size() - 2]["object"], id) << rows.dump();
}

TEST_P(AccessApiTest, AUserSignsInAndIsOutWhenDisabledOrOfAnotherRole) {
  start();
  make_user("anna", "analyst");
  EXPECT_EQ(service_->post("/users", R"({"name":"anna","role":"viewer","password":"another good one"})").status, 409);
  EXPECT_EQ(service_->post("/users", R"({"name":"bert","role":"viewer","password":"short"})").status, 422);
  EXPECT_EQ(service_->post("/users", R"({"name":"bert","role":"ingest","password":"another good one"})").status, 422);
  EXPECT_EQ(service_->get("/users").text.find("argon2"), std::string::npos);
  const auto wrong = sign_in("anna", "wrong horse battery");
  const auto unknown = sign_in("nobody", kPassword);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.json()["detail"], unknown.json()["detail"]);
  const auto session = sign_in("anna", kPassword);
  ASSERT_EQ(session.status, 200) << session.text;
  EXPECT_EQ(session.json()["role"], "analyst");
  const std::string cookie = cookie_of(session);
  EXPECT_EQ(status_with(cookie, "/blocklist"), 200);
  EXPECT_EQ(patch("anna", R"({"role":"viewer"})").status, 200);
  EXPECT_EQ(status_with(cookie), 401) << "another role";
  const std::string viewer = cookie_of(sign_in("anna", kPassword));
  EXPECT_EQ(status_with(viewer, "/blocklist"), 403);
  EXPECT_EQ(patch("anna", R"({"password":"a new one for anna2"})").status, 422) << "holds the name";
  EXPECT_EQ(patch("anna", R"({"password":"quite another one"})").status, 200);
  EXPECT_EQ(status_with(viewer), 401) << "another password";
  EXPECT_EQ(sign_in("anna", kPassword).status, 401);
  const std::string last = cookie_of(sign_in("anna", "quite another one"));
  EXPECT_EQ(status_with(last), 200);
  EXPECT_EQ(patch("anna", R"({"disabled":true})").status, 200);
  EXPECT_EQ(status_with(last), 401);
  EXPECT_EQ(sign_in("anna", "quite another one").status, 401);
  EXPECT_EQ(patch("bert", R"({"disabled":true})").status, 404);
}

TEST_P(AccessApiTest, TenFailuresLockTheNameWithAClearAnswer) {
  start();
  make_user("anna", "viewer");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in("anna", "wrong horse battery").status, 401);
  const auto locked = sign_in("anna", kPassword);
  EXPECT_EQ(locked.status, 429) << locked.text;
  EXPECT_NE(locked.head.find("Retry-After: "), std::string::npos);
  EXPECT_NE(locked.text.find("30 minutes"), std::string::npos) << locked.text;
  const auto rows = service_->get("/audit?action=session.open").json()["data"];
  EXPECT_EQ(rows.size(), 1U) << "repeated failures are counted";
  EXPECT_EQ(rows[0]["actor"], "anna");
}

class SealedSecrets : public AccessApiTest {
 protected:
  static std::string code_of(const std::string& secret, int steps_ahead) {
    const auto step = SystemClock().now_us() / kSecondUs / access::kTotpStepSeconds + steps_ahead;
    return access::hotp(*access::from_base32(secret), static_cast<std::uint64_t>(step));
  }
  /// Gives anna a second factor; its secret.
  std::string enrol() {
    const std::string cookie =
        "Cookie: " + cookie_of(sign_in("anna", kPassword)) + "\r\nSec-Fetch-Site: same-origin\r\n";
    const std::string secret =
        service_->send("POST", "/session/totp", "", "", "application/json", cookie).json()["secret"];
    const auto confirmed = service_->send(
        "PUT", "/session/totp", fmt::format(R"({{"code":"{}"}})", code_of(secret, -1)), "", "application/json", cookie);
    EXPECT_EQ(confirmed.status, 200) << confirmed.text;
    return secret;
  }
  std::unique_ptr<store::Database> open_store() {
    return std::move(
        store::open_database(database_.empty() ? "sqlite://" + dir_.file("data") + "/shrike.db" : database_).value());
  }
  /// In any file of the data folder, or in the table of users.
  bool is_readable(const std::string& secret) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (bytes.find(secret) != std::string::npos) return true;
    }
    const auto users = store::load_users(*open_store());
    return std::ranges::any_of(*users,
                               [&](const auto& user) { return user.totp_secret.find(secret) != std::string::npos; });
  }
};

TEST_P(SealedSecrets, AreNowhereReadableAndSurviveARestart) {
  start();
  make_user("anna", "viewer");
  const std::string secret = enrol();
  EXPECT_EQ(sign_in("anna", kPassword, code_of(secret, 0)).status, 200);
  EXPECT_FALSE(is_readable(secret)) << "while it runs";
  restart();
  EXPECT_FALSE(is_readable(secret));
  EXPECT_EQ(sign_in("anna", kPassword, code_of(secret, 1)).status, 200);
  namespace fs = std::filesystem;
  EXPECT_EQ(fs::status(dir_.file("data/totp.key")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_P(SealedSecrets, OfAnEarlierVersionAreSealedAtTheStart) {
  start();
  make_user("anna", "viewer");
  const std::string secret = access::make_totp_secret();
  service_.reset();
  {
    const auto store = open_store();
    auto anna = store::find_user(*store, "default", "anna");
    ASSERT_TRUE(anna.ok());
    anna->totp_secret = secret;
    anna->totp_on = true;
    ASSERT_TRUE(store::update_user(*store, *anna).ok());
  }
  EXPECT_TRUE(is_readable(secret)) << "as the earlier version left it";
  start();
  EXPECT_FALSE(is_readable(secret));
  EXPECT_EQ(sign_in("anna", kPassword).status, 401);
  EXPECT_EQ(sign_in("anna", kPassword, code_of(secret, 0)).status, 200);
}

TEST_P(SealedSecrets, UnderALostKeyLetNobodyInUntilTheyAreTurnedOff) {
  start();
  make_user("anna", "viewer");
  const std::string secret = enrol();
  service_.reset();
  std::filesystem::remove(dir_.file("data/totp.key"));
  start();
  EXPECT_EQ(sign_in("anna", kPassword, code_of(secret, 0)).status, 401);
  EXPECT_EQ(patch("anna", R"({"totp":false})").status, 200);
  EXPECT_EQ(sign_in("anna", kPassword).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Stores, SealedSecrets, ::testing::Values("sqlite", "postgres"));

TEST_P(AccessApiTest, ASecondFactorIsEnrolledConfirmedAndAskedFor) {
  start();
  make_user("anna", "auditor");
  const std::string cookie = "Cookie: " + cookie_of(sign_in("anna", kPassword)) + "\r\nSec-Fetch-Site: same-origin\r\n";
  const auto begun = service_->send("POST", "/session/totp", "", "", "application/json", cookie);
  ASSERT_EQ(begun.status, 200) << begun.text;
  const std::string secret = begun.json()["secret"];
  const auto code = [&](int steps_ahead) {
    const auto step = SystemClock().now_us() / kSecondUs / access::kTotpStepSeconds + steps_ahead;
    return access::hotp(*access::from_base32(secret), static_cast<std::uint64_t>(step));
  };
  const auto told = [&] { return service_->send("GET", "/session", "", "", "", cookie).json()["totp"]; };
  EXPECT_EQ(told(), false);
  EXPECT_TRUE(service_->get("/session").json()["totp"].is_null()) << "a key has none";
  EXPECT_EQ(sign_in("anna", kPassword).json()["totp"], false) << "not confirmed yet";
  EXPECT_EQ(service_->send("PUT", "/session/totp", R"({"code":"12345"})", "", "application/json", cookie).status, 422);
  const auto confirmed = service_->send("PUT", "/session/totp", fmt::format(R"({{"code":"{}"}})", code(0)), "",
                                        "application/json", cookie);
  EXPECT_EQ(confirmed.status, 200) << confirmed.text;
  EXPECT_EQ(confirmed.text.find(secret), std::string::npos);
  EXPECT_EQ(told(), true);
  EXPECT_EQ(sign_in("anna", kPassword).status, 401);
  EXPECT_EQ(sign_in("anna", kPassword, code(1)).status, 200);
  EXPECT_EQ(service_->post("/session/totp", "").status, 403) << "a key has no second factor";
  EXPECT_EQ(patch("anna", R"({"totp":false})").status, 200);
  EXPECT_EQ(sign_in("anna", kPassword).status, 200);
}

TEST_P(AccessApiTest, RevocationClosesOpenWebSocketsWith4401) {
  start();
  const auto made = service_->post("/keys", R"({"role":"viewer"})").json();
  testing::RawWebSocket by_key(service_->port());
  ASSERT_EQ(by_key.connect("/ws/dashboard", fmt::format("X-API-KEY: {}\r\n", made["key"].get<std::string>())), 101);
  const std::string cookie =
      cookie_of(service_->post("/session", fmt::format(R"({{"key":"{}"}})", made["key"].get<std::string>()), ""));
  testing::RawWebSocket by_session(service_->port());
  ASSERT_EQ(by_session.connect("/ws/dashboard", "Cookie: " + cookie + "\r\n"), 101);
  EXPECT_EQ(service_->get("/sessions").json()["data"].size(), 1U);
  const TimeUs from_us = SystemClock().steady_us();
  EXPECT_EQ(service_->send("DELETE", "/keys/" + made["id"].get<std::string>(), "", kAdminKey).status, 204);
  EXPECT_EQ(by_key.read_close_code(), 4401);
  EXPECT_EQ(by_session.read_close_code(), 4401);
  EXPECT_LT(SystemClock().steady_us() - from_us, 5 * kSecondUs);
  EXPECT_EQ(status_with(cookie), 401);
}

TEST_P(AccessApiTest, AnAdministratorSignsSomebodyOut) {
  start();
  const std::string cookie = cookie_of(service_->post("/session", fmt::format(R"({{"key":"{}"}})", kAdminKey), ""));
  const auto sessions = service_->get("/sessions").json()["data"];
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0]["address"], "127.0.0.1");
  const std::string id = sessions[0]["id"];
  EXPECT_EQ(service_->send("DELETE", "/sessions/" + id, "", kAdminKey).status, 204);
  EXPECT_EQ(status_with(cookie), 401);
  EXPECT_EQ(service_->send("DELETE", "/sessions/" + id, "", kAdminKey).status, 404);
}

TEST_P(AccessApiTest, PeopleChangeTheirOwnPassword) {
  start();
  make_user("anna", "viewer");
  const std::string mine = cookie_of(sign_in("anna", kPassword));
  const std::string elsewhere = cookie_of(sign_in("anna", kPassword));
  const auto change = [this](const std::string& cookie, const std::string& present, const std::string& next) {
    return service_->send("POST", "/session/password", fmt::format(R"({{"current":"{}","new":"{}"}})", present, next),
                          "", "application/json",
                          fmt::format("Cookie: {}\r\nOrigin: http://127.0.0.1:{}\r\n", cookie, service_->port()));
  };
  EXPECT_EQ(service_->post("/session/password", R"({"current":"a","new":"b"})").status, 403) << "a key has no password";
  for (const char* weak : {"short", "anna-likes-tea", "Password1234", kPassword})
    EXPECT_EQ(change(mine, kPassword, weak).status, 422) << weak;
  EXPECT_EQ(change(mine, "not the present one", "quite another one").status, 403);
  const auto done = change(mine, kPassword, "quite another one");
  EXPECT_EQ(done.status, 204) << done.text;
  EXPECT_EQ(status_with(mine), 200);
  EXPECT_EQ(status_with(elsewhere), 401) << "the other sessions end";
  EXPECT_EQ(sign_in("anna", kPassword).status, 401);
  EXPECT_EQ(sign_in("anna", "quite another one").status, 200);
  for (int i = 0; i < 10; ++i) change(mine, "guess number one", "still another one");
  EXPECT_EQ(change(mine, "quite another one", "still another one").status, 429) << "guessing ends";
  const auto rows = service_->get("/audit?action=password.change").json()["data"];
  EXPECT_EQ(rows.dump().find("quite another"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(EveryStore, AccessApiTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
