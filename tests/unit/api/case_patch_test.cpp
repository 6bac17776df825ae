#include "api/case_patch.hpp"

#include <gtest/gtest.h>

#include "shrike/base/time_text.hpp"

namespace shrike::api {
namespace {

constexpr TimeUs kNow = 1'777'800'000 * kSecondUs;

store::CaseChange good(std::string_view body) {
  auto read = read_case_patch(body, "anna", kNow);
  const auto* refused = std::get_if<server::Response>(&read);
  EXPECT_EQ(refused, nullptr) << (refused == nullptr ? "" : refused->body);
  return refused == nullptr ? std::get<store::CaseChange>(read) : store::CaseChange();
}

std::string refusal(std::string_view body) {
  const auto read = read_case_patch(body, "anna", kNow);
  const auto* refused = std::get_if<server::Response>(&read);
  return refused == nullptr ? "" : refused->body;
}

TEST(CasePatch, TellsNothingFromNobodyAndFromNotSaid) {
  EXPECT_EQ(good(R"({"version":7,"note":"x"})").assigned_to, std::nullopt);
  EXPECT_EQ(good(R"({"version":7,"assigned_to":null})").assigned_to, "");
  EXPECT_EQ(good(R"({"version":7,"assigned_to":"me"})").assigned_to, "anna");
  EXPECT_EQ(good(R"({"version":7,"assigned_to":"bert"})").assigned_to, "bert");
  EXPECT_EQ(good(R"({"version":7,"note":"x"})").snoozed_until_us, std::nullopt);
  EXPECT_EQ(good(R"({"version":7,"snoozed_until":null})").snoozed_until_us, 0);
  EXPECT_EQ(good(R"({"version":7,"note":"x"})").version, 7);
  EXPECT_TRUE(good(R"({"version":7,"note":"x"})").only_note());
  EXPECT_FALSE(good(R"({"version":7,"note":"x","state":"investigating"})").only_note());
}

TEST(CasePatch, TakesTimesWithinNinetyDays) {
  const auto body = [](TimeUs time_us) { return R"({"version":1,"snoozed_until":")" + format_time(time_us) + R"("})"; };
  EXPECT_EQ(good(body(kNow + 1)).snoozed_until_us, kNow + 1);
  EXPECT_EQ(good(body(kNow + kSnoozeMaxUs)).snoozed_until_us, kNow + kSnoozeMaxUs);
  EXPECT_NE(refusal(body(kNow)).find("/snoozed_until"), std::string::npos);
  EXPECT_NE(refusal(body(kNow + kSnoozeMaxUs + 1)).find("/snoozed_until"), std::string::npos);
}

TEST(CasePatch, AnOutcomeStandsAlone) {
  EXPECT_EQ(good(R"({"version":1,"outcome":"inconclusive","note":"x","assigned_to":"me"})").outcome, "inconclusive");
  EXPECT_NE(refusal(R"({"version":1,"outcome":"inconclusive","snoozed_until":null})"), "");
  EXPECT_NE(refusal(R"({"version":1,"outcome":"inconclusive","state":"investigating"})"), "");
}

TEST(CasePatch, MasksCardNumbers) {
  const auto change = good(R"({"version":1,"note":"it was 4111 1111 1111 1111 again"})");
  EXPECT_EQ(change.note.find("4111 1111 1111"), std::string::npos) << change.note;
  EXPECT_TRUE(change.note.starts_with("it was ")) << change.note;
}

}  // namespace
}  // namespace shrike::api
