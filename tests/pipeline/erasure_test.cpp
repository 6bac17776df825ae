// A person is erased: afterwards no file, no table and no answer holds what was known of them.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "pipeline/service_fixture.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "shrike/store/database.hpp"

namespace shrike {
namespace {

using nlohmann::json;
using testing::kAdminKey;
using testing::kPublicKey;

constexpr std::array kTheirs{"cust-zelda-4711", "device-zelda-81", "203.0.113.177", "+49 151 7731994",
                             "Zelda Quimby",    "tok_zelda_card",  "zelda was here"};

class ErasureTest : public testing::ServiceTest {
 protected:
  void TearDown() override { service_.reset(); }
  json pay(int number, const std::string& customer, const std::string& rest) {
    const std::string body = fmt::format(
        R"({{"transaction":{{"amount":5,"transaction_id":"t-{}","customer_id":"{}",{}}}}})", number, customer, rest);
    return service_->post("/analyze", body, kPublicKey).json();
  }
  json scam(const std::string& phone, const std::string& name) {
    const std::string body =
        fmt::format(R"({{"message_content":"URGENT {}! Bank suspended. Verify or legal action!","phone_number":"{}"}})",
                    name, phone);
    return service_->post("/analyze", body, kPublicKey).json();
  }
  testing::Answer erase(const std::string& kind, const std::string& id) {
    return service_->post("/erasures",
                          fmt::format(R"({{"entity":{{"kind":"{}","id":"{}"}},"reason":"asked for"}})", kind, id));
  }
  /// The names of what holds one of the texts.
  std::vector<std::string> holders(const std::string& text) {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (bytes.find(text) != std::string::npos) out.push_back(entry.path().filename().string());
    }
    if (!database_.empty()) search_tables(text, out);
    return out;
  }
  void search_tables(const std::string& text, std::vector<std::string>& out) {
    auto opened = store::open_database(database_);
    ASSERT_TRUE(opened.ok());
    const auto columns = (*opened)->query(
        "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns "
        "WHERE table_schema = 'public'");
    ASSERT_TRUE(columns.ok());
    for (const store::Row& column : *columns) {
      const std::string name = column.text(1);
      const std::string read = column.text(2) == "bytea" ? fmt::format("encode({}, 'escape')", name) : name + "::text";
      const auto values = (*opened)->query(fmt::format("SELECT {} FROM {}", read, column.text(0)));
      ASSERT_TRUE(values.ok()) << values.error().message;
      for (const store::Row& value : *values) {
        if (!value.is_null(0) && value.text(0).find(text) != std::string::npos)
          return out.push_back(column.text(0) + "." + name);
      }
    }
  }
};

/// What the event log of a service that ended says, and of how many events it says nothing any more.
struct LogContent {
  std::string said;
  std::size_t destroyed = 0;
};
LogContent content_of_log(const std::string& data_dir) {
  const auto folder = open_folder(data_dir);
  const auto keys = std::move(*eventlog::SubjectKeys::open(*folder));
  const SystemClock clock;
  auto log = std::move(
      *eventlog::EventLog::open(std::move(*folder->open("events.ring", OpenMode::existing)), {}, clock, keys.get()));
  auto reader = log->reader(1);
  std::vector<eventlog::RecordView> batch;
  LogContent out;
  while (*reader.next(batch, 100, 0) > 0) {
    for (const auto& record : batch) {
      out.said += record.payload;
      out.destroyed += record.destroyed ? 1 : 0;
    }
  }
  return out;
}

TEST_P(ErasureTest, LeavesNothingInAnyFileOrTable) {
  start();
  const auto first =
      pay(1, kTheirs[0], fmt::format(R"("card":"{}","device_id":"{}","ip":"{}")", kTheirs[5], kTheirs[1], kTheirs[2]));
  for (int i = 2; i < 400; ++i) pay(i, fmt::format("cust-{}", i), R"("card":"tok_other")");
  const auto warned = scam(kTheirs[3], kTheirs[4]);
  ASSERT_EQ(rows("limit=400", 400).size(), 400U);
  const std::string paid = first["id"], told = warned["id"];
  EXPECT_EQ(service_->post("/decisions/" + paid + "/label", R"({"label":"fraud","note":"zelda was here"})").status,
            202);
  service_->post("/blocklist",
                 fmt::format(R"({{"kind":"customer","value":"{}","reason":"Zelda Quimby"}})", kTheirs[0]));
  for (const char* theirs : kTheirs) {
    EXPECT_TRUE(service_->wait_for([&] { return !holders(theirs).empty(); })) << theirs << " was never there";
  }
  const auto by_customer = erase("customer", kTheirs[0]);
  ASSERT_EQ(by_customer.status, 200) << by_customer.text;
  const auto certificate = by_customer.json();
  EXPECT_EQ(certificate["rows"]["decisions"], 1);
  EXPECT_EQ(certificate["rows"]["labels"], 1);
  EXPECT_GT(certificate["log_to"], 400);
  EXPECT_TRUE(certificate["subject"].get<std::string>().starts_with("erased_"));
  const auto by_phone = erase("phone", kTheirs[3]);
  ASSERT_EQ(by_phone.status, 200) << by_phone.text;
  for (const char* theirs : kTheirs) EXPECT_EQ(holders(theirs), std::vector<std::string>()) << theirs;
  EXPECT_EQ(service_->get("/decisions/" + paid).status, 200) << "what is about nobody stays";
  for (const std::string& id : {paid, told}) {
    const auto shown = service_->get("/decisions/" + id).text;
    for (const char* theirs : kTheirs) EXPECT_EQ(shown.find(theirs), std::string::npos) << theirs << " in " << shown;
    EXPECT_EQ(service_->get("/decisions/" + id + "/replay").status, 410);
  }
  const auto others = service_->get("/decisions?limit=1&entity=customer:cust-7").json()["data"];
  ASSERT_EQ(others.size(), 1U);
  const auto replayed = service_->get("/decisions/" + others[0]["id"].get<std::string>() + "/replay");
  EXPECT_EQ(replayed.json()["identical"], true) << replayed.text;
  const auto listed = service_->get("/erasures").json()["data"];
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[1], certificate);
  EXPECT_EQ(service_->get("/audit/verify").json()["intact"], true);
  const auto told_rows = service_->get("/audit?action=erasure.done").json()["data"];
  EXPECT_EQ(told_rows[0]["hash"], by_phone.json()["audit"]["hash"]);
  restart();  // from the checkpoint and what the log has
  for (const char* theirs : kTheirs) EXPECT_EQ(holders(theirs), std::vector<std::string>()) << theirs;
  EXPECT_EQ(service_->get("/health").json()["status"], "ok") << service_->get("/health").text;
  EXPECT_EQ(pay(2, "cust-2", R"("card":"tok_other")")["evaluation"], "duplicate") << "the engine's state is the same";
  EXPECT_EQ(pay(1'000, "cust-2", R"("card":"tok_other")")["evaluation"], "new");
  service_.reset();
  const LogContent log = content_of_log(dir_.file("data"));
  // The payment, the message, the label, two changes of the list, and the removal of the phone.
  EXPECT_EQ(log.destroyed, 6U);
  for (const char* theirs : kTheirs) EXPECT_EQ(log.said.find(theirs), std::string::npos) << theirs;
  EXPECT_NE(log.said.find("cust-7"), std::string::npos) << "others' events stay";
}

TEST_P(ErasureTest, OfADeviceOnlyItsOwnNameGoes) {
  start();
  const std::string id = pay(1, "cust-1", R"("card":"tok_1","device_id":"device-zelda-81")")["id"];
  rows("limit=1", 1);
  ASSERT_EQ(erase("device", "device-zelda-81").status, 200);
  const auto shown = service_->get("/decisions/" + id).json();
  EXPECT_EQ(shown["customer_id"], "cust-1");
  EXPECT_EQ(shown["card"], "tok_1");
  EXPECT_TRUE(shown["device_id"].get<std::string>().starts_with("erased_"));
  EXPECT_EQ(erase("device", "device-zelda-81").json()["rows"]["decisions"], 0) << "again";
  EXPECT_EQ(erase("device", "never seen").status, 200) << "who is not there is erased";
}

TEST_P(ErasureTest, ABadWishIsRefused) {
  start();
  for (const char* body :
       {R"({})", R"({"entity":{"kind":"planet","id":"x"},"reason":"r"})",
        R"({"entity":{"kind":"merchant","id":"x"},"reason":"r"})",
        R"({"entity":{"kind":"phone","id":""},"reason":"r"})", R"({"entity":{"kind":"phone","id":"x"}})",
        R"({"entity":{"kind":"phone","id":"x","more":1},"reason":"r"})", R"({"entity":"x","reason":"r"})"})
    EXPECT_EQ(service_->post("/erasures", body).status, 422) << body;
  EXPECT_EQ(service_->post("/erasures", "{").status, 400);
  EXPECT_TRUE(service_->get("/erasures").json()["data"].empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, ErasureTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace shrike
