#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shrike/domain/decision.hpp"
#include "shrike/domain/decision_json.hpp"
#include "shrike/domain/event_codec.hpp"
#include "support/events.hpp"

namespace shrike::domain {
namespace {

constexpr Currency kEuro{{'E', 'U', 'R'}};
constexpr Currency kYen{{'J', 'P', 'Y'}};
constexpr Currency kDinar{{'K', 'W', 'D'}};

TEST(Money, DecimalsFollowTheCurrency) {
  EXPECT_EQ((Money{125'000, kEuro}).decimal(), "1250.00");
  EXPECT_EQ((Money{5, kEuro}).decimal(), "0.05");
  EXPECT_EQ((Money{1250, kYen}).decimal(), "1250");
  EXPECT_EQ((Money{1250, kDinar}).decimal(), "1.250");
}

TEST(Money, ParsesExactDecimalsOnly) {
  EXPECT_EQ(*parse_decimal("1250", kEuro), 125'000);
  EXPECT_EQ(*parse_decimal("1250.5", kEuro), 125'050);
  EXPECT_EQ(*parse_decimal("0.10", kEuro), 10);
  EXPECT_EQ(*parse_decimal("1.500", kEuro), 150);
  EXPECT_EQ(*parse_decimal("7", kYen), 7);
  for (const char* bad :
       {"", ".5", "5.", "-1", "+1", "1e3", "1,5", "1.005", "12 ", "NaN", "99999999999999999999", "1.2.3"}) {
    EXPECT_FALSE(parse_decimal(bad, kEuro).ok()) << bad;
  }
  EXPECT_FALSE(parse_decimal("1.5", kYen).ok());
  EXPECT_EQ(*parse_decimal("10000000000000.00", kEuro), kAmountMinorMax);
  EXPECT_FALSE(parse_decimal("10000000000000.01", kEuro).ok());
}

TEST(Money, DoublesMustStandForADecimal) {
  EXPECT_EQ(*minor_from_double(0.1 + 0.2, kEuro), 30);
  EXPECT_EQ(*minor_from_double(1250.0, kEuro), 125'000);
  EXPECT_FALSE(minor_from_double(0.005, kEuro).ok());
  EXPECT_FALSE(minor_from_double(-1, kEuro).ok());
  EXPECT_FALSE(minor_from_double(1e300, kEuro).ok());
  EXPECT_FALSE(minor_from_double(std::numeric_limits<double>::quiet_NaN(), kEuro).ok());
}

TEST(DecisionId, IsReversibleAndSorted) {
  std::string last;
  for (const Seq seq : {Seq{1}, Seq{31}, Seq{32}, Seq{6735}, Seq{1} << 40U, ~Seq{0}}) {
    const std::string id = decision_id(seq);
    EXPECT_EQ(seq_of_decision_id(id), seq);
    EXPECT_LT(last, id);
    last = id;
  }
  for (const char* bad :
       {"", "dec_", "dec_000000000000", "dec_00000000000il", "al_0000000000001", "dec_z000000000000"}) {
    EXPECT_FALSE(seq_of_decision_id(bad).has_value()) << bad;
  }
}

TEST(EventCodec, ReadsBackEveryKind) {
  for (const Event& event : testing::one_of_each_kind()) {
    const auto decoded = decode_event(encode_event(event));
    ASSERT_TRUE(decoded.ok()) << to_string(event.kind());
    EXPECT_EQ(encode_event(*decoded), encode_event(event));
    EXPECT_EQ(decoded->tenant, event.tenant);
    EXPECT_EQ(decoded->time_us, event.time_us);
    EXPECT_EQ(decoded->body.index(), event.body.index());
  }
}

TEST(EventCodec, ALabelOnAMessageNamesItsSender) {
  Event label;
  label.body = label_about(testing::message("+4915", "See you", "m-1", 7));
  std::string bytes = encode_event(label);
  const auto decoded = decode_event(bytes);
  ASSERT_TRUE(decoded.ok());
  const auto& body = std::get<Label>(decoded->body);
  EXPECT_EQ(body.phone_number, "+4915");
  EXPECT_EQ(body.about, EventKind::message);
  EXPECT_EQ(encode_event(*decoded), bytes);
  bytes.resize(bytes.size() - 6);
  EXPECT_FALSE(decode_event(bytes + std::string(1, '\0')).ok()) << "a sender that is announced has a name";
}

TEST(EventCodec, EveryCutIsCorruptAndNothingCrashes) {
  for (const Event& event : testing::one_of_each_kind()) {
    const std::string bytes = encode_event(event);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
      const auto decoded = decode_event(std::string_view(bytes).substr(0, cut));
      ASSERT_FALSE(decoded.ok()) << to_string(event.kind()) << " cut at " << cut;
      EXPECT_EQ(decoded.error().kind, ErrorKind::corrupt);
    }
    EXPECT_FALSE(decode_event(bytes + "x").ok());
  }
}

TEST(EventCodec, EveryNumberHasOneFormOnly) {
  std::string label = encode_event(testing::fraud_label(testing::payment("t-1", 5), 9));
  ASSERT_TRUE(decode_event(label).ok());
  const std::size_t fraud = label.find(std::string("\x03t-1\x01\x01", 6)) + 5;
  label[fraud] = 2;
  EXPECT_FALSE(decode_event(label).ok()) << "fraud is 0 or 1";
  ByteReader padded(std::string_view("\x81\x00", 2));
  padded.varint();
  EXPECT_FALSE(padded.ok()) << "1 in two bytes";
}

TEST(EventCodec, ContentHashIgnoresTimesAndSeesEverythingElse) {
  Event event = testing::payment("t-1", 1000);
  Event later = event;
  later.ingested_at_us += 5;
  later.time_us += 5;
  EXPECT_EQ(content_hash(event), content_hash(later));
  std::get<Transaction>(later.body).amount.minor += 1;
  EXPECT_NE(content_hash(event), content_hash(later));
}

TEST(DecisionJson, RowIsValidAndHasEveryMember) {
  Decision decision;
  decision.event = testing::payment("t-\"1\"", 125'000);
  decision.event.seq = 6735;
  decision.reasons = {{"amount", "Amount EUR 1250.00", 1.5F}};
  decision.rules = {{"base_risk", 10}};
  std::string text;
  JsonWriter out(text);
  write_decision_row(out, decision, true);
  const auto row = nlohmann::json::parse(text);
  for (const char* member : {"id",
                             "seq",
                             "kind",
                             "event_id",
                             "event_time",
                             "ingested_at",
                             "risk_score",
                             "risk_level",
                             "outcome",
                             "fraud_probability",
                             "amount",
                             "currency",
                             "card",
                             "customer_id",
                             "merchant_id",
                             "terminal_id",
                             "country",
                             "channel",
                             "phone_number",
                             "message_content",
                             "threat_category",
                             "primary_reason",
                             "reasons",
                             "rules",
                             "action",
                             "label"}) {
    EXPECT_TRUE(row.contains(member)) << member;
  }
  EXPECT_EQ(row["id"], "dec_00000000006jf");
  EXPECT_EQ(row["amount"], "1250.00");
  EXPECT_EQ(row["label"], "fraud");
  EXPECT_TRUE(row["message_content"].is_null());
}

TEST(Alerts, OnlyFreshCriticalDecisionsThatTheBlocklistDidNotMake) {
  auto decision = std::make_shared<Decision>();
  decision->event = testing::message("555-0100", "x");
  decision->level = RiskLevel::critical;
  EXPECT_TRUE(alert_for(decision).has_value());
  decision->rules.push_back({std::string(kBlocklistRule), 100});
  EXPECT_FALSE(alert_for(decision).has_value());
  decision->rules.clear();
  decision->evaluation = Evaluation::duplicate;
  EXPECT_FALSE(alert_for(decision).has_value());
  decision->evaluation = Evaluation::fresh;
  decision->level = RiskLevel::high;
  EXPECT_FALSE(alert_for(decision).has_value());
}

}  // namespace
}  // namespace shrike::domain
