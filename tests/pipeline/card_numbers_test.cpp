// No card number that is sent, however and wherever, is in any file, table or answer afterwards.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "pipeline/service_fixture.hpp"
#include "shrike/api/routes.hpp"
#include "shrike/store/database.hpp"

namespace shrike {
namespace {

using api::Endpoint;
using nlohmann::json;
using testing::Answer;
using testing::kAdminKey;
using testing::kPublicKey;

/// Test numbers, and how each is written in JSON.
struct Written {
  const char* digits;
  const char* text;
};
constexpr std::array kWritten{
    Written{"4111111111111111", "4111111111111111"},
    Written{"5555555555554444", "5555 5555 5555 4444"},
    Written{"378282246310005", "3782-822463-10005"},
    Written{"6011111111111117", "6011.1111.1111.1117"},
    Written{"3530111333300000", "3530/1113/3330/0000"},
    Written{"4012888888881881", "\uFF14\uFF10\uFF11\uFF12 \uFF18\uFF18\uFF18\uFF18 \uFF18\uFF18\uFF18\uFF18 1881"},
    Written{"5105105105105100", "\\u0035105\\u00201051 0510 5100"},
    Written{"30569309025904", "card30569309025904, valid 12/29"},
};
/// Of the forbidden fields, in the test's own request only: nothing else here contains it.
constexpr std::string_view kSecretCode = "cvvq7731zx";

/// ASCII digits for those of full width, and nothing that may stand between digits.
std::string plain(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool wide = i + 2 < bytes.size() && bytes[i] == '\xEF' && bytes[i + 1] == '\xBC' &&
                      static_cast<unsigned char>(bytes[i + 2] - '\x90') < 10;
    if (wide) {
      out += static_cast<char>('0' + (bytes[i + 2] - '\x90'));
      i += 2;
    } else if (std::string_view(" .-/").find(bytes[i]) == std::string_view::npos) {
      out += bytes[i];
    }
  }
  return out;
}

void expect_clean(std::string_view where, std::string_view bytes) {
  const std::string text = plain(bytes);
  for (const Written& card : kWritten) {
    const std::size_t at = text.find(card.digits);
    ASSERT_EQ(at, std::string::npos) << where << ": …" << text.substr(at < 60 ? 0 : at - 60, 140);
  }
  ASSERT_EQ(bytes.find(kSecretCode), std::string_view::npos) << where;
}

/// A body that each route takes, with all texts that it may hold.
const std::multimap<Endpoint, json> kBodies{
    {Endpoint::session_open, {{"key", "k"}}},
    {Endpoint::session_open, {{"login", "l"}}},
    {Endpoint::session_open, {{"name", "anna"}, {"password", "correct horse battery"}, {"code", "123456"}}},
    {Endpoint::analyze,
     {{"message_content", "URGENT! Bank suspended. Verify or legal action!"},
      {"phone_number", "555-1234"},
      {"message_id", ""},
      {"channel", "sms"},
      {"timestamp", "2026-05-03T11:20:00Z"},
      {"unknown", {{"deep", json::array({"x"})}}}}},
    {Endpoint::analyze,
     {{"transaction",
       {{"transaction_id", ""},
        {"amount", "12.50"},
        {"currency", "EUR"},
        {"timestamp", "2026-05-03T11:20:00Z"},
        {"card", "tok_1"},
        {"customer_id", "c"},
        {"merchant_id", "m"},
        {"terminal_id", "t"},
        {"country", "DE"},
        {"channel", "online"},
        {"ip", "192.0.2.1"},
        {"device_id", "d"},
        {"attributes", {{"a", 1}}}}}}},
    {Endpoint::transactions, json::array({{{"amount", "1"}, {"card", "a"}, {"customer_id", "c"}}})},
    {Endpoint::decision_label, {{"label", "fraud"}, {"source", "analyst"}, {"note", "seen"}}},
    {Endpoint::blocklist_add,
     {{"kind", "phone"}, {"value", "v"}, {"reason", "r"}, {"expires_at", "2030-01-01T00:00:00Z"}}},
    {Endpoint::blocklist_add, {{"kind", "card"}, {"value", "v"}, {"reason", "r"}}},
    {Endpoint::blocklist_remove, {{"kind", "card"}, {"value", "nobody"}}},
    {Endpoint::blocklist_import, {{"kind", "card"}, {"value", "v"}, {"reason", "r"}}},
    {Endpoint::alert_acknowledge, json::object()},
    {Endpoint::alert_resolve, json::object()},
    {Endpoint::alert_channel_test, json::object()},
    {Endpoint::silence_add,
     {{"type", "high_risk"}, {"severity", "warning"}, {"entity", "e"}, {"until", "x"}, {"reason", "r"}}},
    {Endpoint::model_activate, {{"version", 7}, {"note", "n"}}},
    {Endpoint::model_challenge, {{"version", 0}, {"share_percent", 0}, {"note", "n"}}},
    {Endpoint::retrain, {{"scam_messages", json::array({"a", "b"})}, {"legitimate_messages", json::array({"c"})}}},
    {Endpoint::retrain, {{"transactions", json::array({{{"amount", "1"}, {"card", "a"}, {"is_fraud", true}}})}}},
    {Endpoint::retrain, {{"source", "labels"}}},
    {Endpoint::threshold_set, {{"about", "message"}, {"review_from", nullptr}, {"note", "n"}}},
    {Endpoint::stream_stop, json::object()},
    {Endpoint::stream_start, json::object()},
    {Endpoint::stream_generator, {{"running", false}}},
    {Endpoint::erasure_create, {{"entity", {{"kind", "planet"}, {"id", "x"}}}, {"reason", "r"}}},
    {Endpoint::totp_begin, json::object()},
    {Endpoint::totp_confirm, {{"code", "1"}}},
    {Endpoint::key_create, {{"role", "viewer"}, {"label", "l"}, {"expires_at", "x"}, {"addresses", "10.0.0.0/8"}}},
    {Endpoint::key_rotate, {{"overlap_seconds", 1}}},
    {Endpoint::user_create, {{"name", "anna"}, {"role", "viewer"}, {"password", "x"}}},
    {Endpoint::user_change, {{"role", "viewer"}, {"password", "x"}}},
    {Endpoint::case_change,
     {{"version", 1}, {"assigned_to", "x"}, {"note", "n"}, {"snoozed_until", "x"}, {"outcome", "inconclusive"}}},
    {Endpoint::case_change, {{"version", 1}, {"note", "n"}}},
    {Endpoint::tenant_create, {{"id", "acme"}, {"name", "Acme"}}},
    {Endpoint::tenant_change,
     {{"name", "n"}, {"state", "x"}, {"branding", {{"name", "b"}, {"colour", "c"}, {"logo", "l"}}}}},
    {Endpoint::tenant_change, {{"name", "n"}}},
    {Endpoint::settings_change, {{"settings", {{"default_currency", "EUR"}}}}},
    {Endpoint::own_password, {{"current", "a"}, {"new", "b"}}},
};

/// The body once for each text in it, with `@` there, and once with a member of that name in each object.
void vary(json& root, json& node, std::vector<std::string>& out) {
  if (node.is_string()) {
    const json before = std::exchange(node, "@");
    out.push_back(root.dump());
    node = "pay @ today";
    out.push_back(root.dump());
    node = before;
  }
  if (node.is_object()) {
    node["@"] = "x";
    out.push_back(root.dump());
    node.erase("@");
  }
  if (!node.is_structured()) return;
  for (auto& child : node) vary(root, child, out);
}

std::string with(std::string text, std::string_view number) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + number.size()))
    text.replace(at, 1, number);
  return text;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

class CardNumbersTest : public testing::ServiceTest {
 protected:
  void TearDown() override { service_.reset(); }
  void send(const std::string& method, const std::string& path, const std::string& body,
            std::string_view key = kAdminKey, const std::string& headers = {}) {
    const std::string type = path == "/blocklist/import" ? "application/x-ndjson" : "application/json";
    const Answer answer = service_->send(method, path, body, key, type, headers);
    ASSERT_NE(answer.status, 0) << method << " " << path;
    expect_clean(fmt::format("{} {} with {}: {}", method, path, body, answer.status), answer.head + answer.text);
    ++sent_;
  }
  static std::string filled(std::string_view pattern, std::string_view value) {
    std::string out(pattern);
    const std::size_t open = out.find('{');
    if (open != std::string::npos) out.replace(open, out.find('}') - open + 1, value);
    return out;
  }
  std::string some_decision() { return rows("limit=1", 1)[0]["id"]; }
  void check_folder() {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      expect_clean(entry.path().string(), bytes);
      ++files;
    }
    EXPECT_GE(files, 4U);
  }
  void check_tables() {
    auto opened = store::open_database(database_);
    ASSERT_TRUE(opened.ok());
    store::Database& database = **opened;
    const auto columns = database.query(
        "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns "
        "WHERE table_schema = 'public'");
    ASSERT_TRUE(columns.ok());
    EXPECT_GT(columns->size(), 50U);
    for (const store::Row& column : *columns) {
      const std::string name = column.text(1);
      const std::string read = column.text(2) == "bytea" ? fmt::format("encode({}, 'escape')", name) : name + "::text";
      const auto values = database.query(fmt::format("SELECT {} FROM {}", read, column.text(0)));
      ASSERT_TRUE(values.ok()) << values.error().message;
      for (const store::Row& value : *values) {
        if (!value.is_null(0)) expect_clean(column.text(0) + "." + name, value.text(0));
      }
    }
  }
  std::size_t sent_ = 0;
};

TEST_P(CardNumbersTest, AreInNoFileNoTableAndNoAnswer) {
  ::testing::internal::CaptureStderr();
  service_ = std::make_unique<testing::RunningService>(dir_.file("data"), database_, false,
                                                       [](app::Config& config) { config.gate.rates = {}; });
  for (const auto& [endpoint, body] : kBodies) {
    const api::RouteRow& row = api::routes()[static_cast<std::size_t>(endpoint)];
    std::vector<std::string> bodies;
    json varied = body;
    vary(varied, varied, bodies);
    bodies.push_back("\"@\"");
    bodies.push_back("{\"a\":\"@\"");
    bodies.push_back("@");
    const std::string decision = row.endpoint == Endpoint::decision_label ? some_decision() : "x";
    for (const std::string& one : bodies) {
      for (const Written& card : kWritten)
        send(std::string(to_string(row.method)), filled(row.path, decision), with(one, card.text));
    }
    // A valid one, so that what follows finds rows; and a forbidden field, which is told by its name only.
    send(std::string(to_string(row.method)), filled(row.path, decision), body.dump());
    for (const char* name : {"cvv", "PIN", "track-2"}) {
      json bad = body;
      (bad.is_array() ? bad[0] : bad)[name] = kSecretCode;
      send(std::string(to_string(row.method)), filled(row.path, decision), bad.dump());
    }
  }
  for (const api::RouteRow& row : api::routes()) {
    const std::string method(to_string(row.method));
    ASSERT_TRUE(row.body_limit_bytes == 0 || kBodies.contains(row.endpoint)) << row.path << " has no body to try";
    if (row.endpoint == Endpoint::live) continue;
    for (const Written& card : kWritten) {
      // The scan itself has its own tests; here it is enough that no way in is left out.
      if (&card != &kWritten[0] && &card != &kWritten[2] && &card != &kWritten[5]) continue;
      const std::string number = percent_encoded(card.text);
      if (row.path.find('{') != std::string_view::npos) send(method, filled(row.path, number), "");
      for (const char* name : {"text", "entity", "cursor", "level", "from", "limit", "actor", "action", "anchor", "q",
                               "version", "state", "currency", "amount_min"})
        if (row.method == server::Method::get)
          send(method, fmt::format("{}?{}={}&{}=1", filled(row.path, "x"), name, number, number), "");
      if (std::string_view(card.text).find_first_not_of("0123456789-. ") == std::string_view::npos)
        send(method, filled(row.path, "x"), "", kAdminKey,
             fmt::format("X-Request-Id: {0}\r\nUser-Agent: {0}\r\nX-Forwarded-For: {0}\r\n", card.text));
      send(method, filled(row.path, "x"), "", card.digits);
    }
  }
  for (const Written& card : kWritten) {
    service_->send("POST", "/transactions", with("{\"amount\":1,\"card\":\"@\"}\n{\"amount\":\"@\"}\n@\n", card.text),
                   kPublicKey, "application/x-ndjson");
  }
  EXPECT_GT(sent_, 1'500U);
  service_->post("/stream/start", "{}");
  EXPECT_FALSE(rows("limit=200", 200).empty());
  service_.reset();  // writes its last checkpoint
  expect_clean("diag", ::testing::internal::GetCapturedStderr());
  check_folder();
  if (!database_.empty()) check_tables();
}

TEST_P(CardNumbersTest, ASearchForACardNumberFindsItsToken) {
  start();
  service_->post("/analyze", R"({"transaction":{"amount":1,"card":"4111 1111 1111 1111","customer_id":"c-1"}})");
  service_->post("/analyze",
                 R"({"message_content":"my card is 4111 1111 1111 1111","phone_number":"4111111111111111"})");
  EXPECT_EQ(rows("entity=card:4111111111111111", 1).size(), 1U);
  EXPECT_EQ(rows("entity=4111-1111-1111-1111", 1).size(), 1U);
  EXPECT_EQ(rows("entity=phone:4111111111111111", 1).size(), 1U);
  EXPECT_EQ(rows("text=4111%201111%201111%201111", 1).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Stores, CardNumbersTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace shrike
