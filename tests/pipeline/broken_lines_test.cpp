// Clients whose connections break at any moment and who ask again: each payment is decided once, each answer is true.
#include <fmt/core.h>

#include <map>

#include "service_fixture.hpp"
#include "support/faulty_transport.hpp"

namespace shrike {
namespace {

using testing::RunningService;
using testing::ServiceTest;

class BrokenLinesTest : public ServiceTest {};

TEST_P(BrokenLinesTest, AskingAgainUntilAnsweredDecidesOnce) {
  constexpr int kPayments = 100;
  service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, nullptr,
                                              testing::faulty_lines({.seed = 4, .breaks_after = 200}));
  std::map<std::string, std::string> ids;
  int asked = 0;
  for (int i = 0; i < kPayments; ++i) {
    const std::string event = fmt::format("t-{}", i);
    const std::string body = fmt::format(R"({{"transaction":{{"transaction_id":"{}","amount":{}}}}})", event, i + 1);
    testing::Answer answer;
    while (answer.status != 200 && asked < 100 * kPayments) {
      answer = service_->post("/analyze", body, testing::kPublicKey);
      ++asked;
    }
    ASSERT_EQ(answer.status, 200);
    ids[event] = answer.json()["id"];
  }
  EXPECT_GT(asked, kPayments) << "no line broke";

  service_ = nullptr;
  start();
  const auto stored = rows("limit=500", kPayments);
  ASSERT_EQ(stored.size(), ids.size());
  for (const auto& row : stored) EXPECT_EQ(ids[row["event_id"]], row["id"]);
}

INSTANTIATE_TEST_SUITE_P(Stores, BrokenLinesTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
