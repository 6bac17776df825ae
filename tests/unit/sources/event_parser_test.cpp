#include <gtest/gtest.h>

#include "shrike/sources/ingest.hpp"

namespace shrike::sources {
namespace {

class EventParserTest : public ::testing::Test {
 protected:
  std::variant<domain::Event, Rejection> parse(std::string_view json) { return parser_.parse_analyze(json, "acme"); }
  domain::Transaction payment(std::string_view members) {
    auto parsed = parse("{\"transaction\":{" + std::string(members) + "}}");
    EXPECT_TRUE(std::holds_alternative<domain::Event>(parsed)) << members;
    return std::holds_alternative<domain::Event>(parsed)
               ? std::get<domain::Transaction>(std::get<domain::Event>(parsed).body)
               : domain::Transaction{};
  }
  /// "400 /pointer code" of the first error, or "ok".
  std::string verdict(std::string_view json) {
    const auto parsed = parse(json);
    const auto* rejection = std::get_if<Rejection>(&parsed);
    if (rejection == nullptr) return "ok";
    return (rejection->syntax ? "400 " : "422 ") + rejection->errors.front().pointer + " " +
           rejection->errors.front().code;
  }
  ManualClock clock_{1'790'000'000'000'000};
  CardTokeniser tokeniser_{"0123456789abcdef0123456789abcdef"};
  EventParser parser_{tokeniser_, clock_, "EUR"};
};

TEST_F(EventParserTest, ManyErrorsAreListedUpToALimit) {
  std::string attributes;
  for (int i = 0; i < 5'000; ++i) attributes += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\":\"x\"";
  const auto parsed = parse(R"({"transaction":{"amount":1,"attributes":{)" + attributes + "}}}");
  ASSERT_TRUE(std::holds_alternative<Rejection>(parsed));
  EXPECT_EQ(std::get<Rejection>(parsed).errors.size(), kFieldErrorsMax);
}

TEST_F(EventParserTest, PointersAreEscaped) {
  EXPECT_EQ(verdict(R"({"transaction":{"amount":1,"attributes":{"a/b~c":"x"}}})"),
            "422 /transaction/attributes/a~1b~0c type");
}

TEST_F(EventParserTest, NestingHasALimitThatIsKeptToTheLevel) {
  const auto nested = [](std::size_t levels) {  // the body and the transaction are two of them
    return R"({"transaction":{"amount":1,"unknown":)" + std::string(levels - 2, '[') + "1" +
           std::string(levels - 2, ']') + "}}";
  };
  EXPECT_EQ(verdict(nested(kJsonDepthMax)), "ok");
  EXPECT_EQ(verdict(nested(kJsonDepthMax + 1)), "400  json_depth");
}

TEST_F(EventParserTest, ReadsEveryFieldOfATransaction) {
  const auto body = payment(
      R"("transaction_id":"t-1","amount":1250.00,"currency":"USD","timestamp":"2026-05-03T11:20:00Z","card":"tok_x",
    "customer_id":"c","merchant_id":"m","terminal_id":"t","country":"DE","channel":"online","card_present":false,"ip":"192.0.2.1",
    "device_id":"d","attributes":{"b":2,"a":1.5}, "unknown": {"is": "ignored"})");
  EXPECT_EQ(body.id, "t-1");
  EXPECT_EQ(body.amount.minor, 125'000);
  EXPECT_EQ(body.amount.currency.text(), "USD");
  EXPECT_EQ(body.channel, domain::Channel::online);
  EXPECT_EQ(body.card_present, false);
  EXPECT_EQ(body.attributes, (std::vector<std::pair<std::string, double>>{{"a", 1.5}, {"b", 2.0}}));
}

TEST_F(EventParserTest, StampsTenantTimeAndId) {
  const auto parsed = parse(R"({"message_content":"hi"})");
  const auto& event = std::get<domain::Event>(parsed);
  EXPECT_EQ(event.tenant, "acme");
  EXPECT_EQ(event.time_us, clock_.now_us());
  EXPECT_TRUE(std::get<domain::Message>(event.body).id.starts_with("evt_"));
}

TEST_F(EventParserTest, AmountsAreExactOrRefused) {
  EXPECT_EQ(payment(R"("amount":"0.10")").amount.minor, 10);
  EXPECT_EQ(payment(R"("amount":0.1)").amount.minor, 10);
  EXPECT_EQ(payment(R"("amount":0)").amount.minor, 0);
  EXPECT_EQ(payment(R"("amount":5,"currency":"JPY")").amount.minor, 5);
  const std::pair<const char*, const char*> bad[] = {{"-5", "422 /transaction/amount range"},
                                                     {"1e30", "422 /transaction/amount range"},
                                                     {"0.001", "422 /transaction/amount range"},
                                                     {"true", "422 /transaction/amount type"},
                                                     {"null", "422 /transaction/amount required"},
                                                     {"[]", "422 /transaction/amount type"},
                                                     {"\"12,5\"", "422 /transaction/amount range"},
                                                     {"\"NaN\"", "422 /transaction/amount range"},
                                                     {"NaN", "400  json_syntax"},
                                                     {"Infinity", "400  json_syntax"},
                                                     {"1e999", "400  json_syntax"},
                                                     {"01", "400  json_syntax"},
                                                     {"123456789012345678901234567890", "400  json_syntax"}};
  for (const auto& [amount, expected] : bad)
    EXPECT_EQ(verdict(std::string("{\"transaction\":{\"amount\":") + amount + "}}"), expected) << amount;
  EXPECT_EQ(verdict(R"({"transaction":{}})"), "422 /transaction/amount required");
}

TEST_F(EventParserTest, NamesTheBadField) {
  const std::pair<const char*, const char*> bad[] = {
      {R"("currency":"eur")", "422 /transaction/currency format"},
      {R"("timestamp":"yesterday")", "422 /transaction/timestamp format"},
      {R"("timestamp":"1970-01-01T00:00:00Z")", "422 /transaction/timestamp range"},
      {R"("timestamp":"9999-01-01T00:00:00Z")", "422 /transaction/timestamp range"},
      {R"("country":"Germany")", "422 /transaction/country format"},
      {R"("channel":"pigeon")", "422 /transaction/channel format"},
      {R"("card_present":"yes")", "422 /transaction/card_present type"},
      {R"("ip":"999.1.1.1")", "422 /transaction/ip format"},
      {R"("card":42)", "422 /transaction/card type"},
      {R"("customer_id":"a\nb")", "422 /transaction/customer_id format"},
      {R"("cvv":"123")", "422 /transaction/cvv forbidden"},
      {R"("attributes":{"a":"x"})", "422 /transaction/attributes/a type"},
      {R"("attributes":{"a":1,"a":2})", "400 /transaction/attributes/a duplicate_key"},
      {R"("amount":2)", "400 /transaction/amount duplicate_key"}};
  for (const auto& [member, expected] : bad)
    EXPECT_EQ(verdict(std::string(R"({"transaction":{"amount":1,)") + member + "}}"), expected) << member;
  const std::string long_id(kIdBytesMax + 1, 'x');
  EXPECT_EQ(verdict("{\"transaction\":{\"amount\":1,\"card\":\"" + long_id + "\"}}"), "422 /transaction/card too_long");
}

TEST_F(EventParserTest, RefusesWhatIsNoEvent) {
  EXPECT_EQ(verdict(""), "400  json_syntax");
  EXPECT_EQ(verdict("{"), "400  json_syntax");
  EXPECT_EQ(verdict("{\"message_content\":\"a\"} x"), "400  json_syntax");
  EXPECT_EQ(verdict(std::string("{\"message_content\":\"a\"}\0x", 25)), "400  json_syntax");
  EXPECT_EQ(verdict("[]"), "422  type");
  EXPECT_EQ(verdict("{}"), "422 /message_content required");
  EXPECT_EQ(verdict(R"({"message_content":""})"), "422 /message_content required");
  EXPECT_EQ(verdict(R"({"message_content":5})"), "422 /message_content type");
  EXPECT_EQ(verdict(R"({"message_content":"a","transaction":{"amount":1}})"), "422  conflict");
  EXPECT_EQ(verdict(R"({"message_content":"a","message_content":"b"})"), "400 /message_content duplicate_key");
  EXPECT_EQ(verdict("{\"message_content\":\"" + std::string(kMessageBytesMax + 1, 'x') + "\"}"),
            "422 /message_content too_long");
  EXPECT_EQ(verdict("{\"message_content\":\"\xFF\"}"), "400  json_syntax");
  const std::string opened(100'000, '['), closed(100'000, ']');
  EXPECT_EQ(verdict("{\"x\":" + opened + closed + "}"), "400  json_depth");
  EXPECT_EQ(verdict("{\"x\":" + opened), "400  json_syntax");
}

TEST_F(EventParserTest, CardNumbersNeverPass) {
  const auto token = payment(R"("amount":1,"card":"4111 1111 1111 1111")").card;
  EXPECT_TRUE(token.starts_with("tok_"));
  EXPECT_TRUE(token.ends_with("_1111"));
  EXPECT_EQ(token, payment(R"("amount":1,"card":"4111-1111-1111-1111")").card);
  EXPECT_EQ(payment(R"("amount":1,"card":"4111111111111112")").card, "4111111111111112")
      << "not a card number: the check digit is wrong";
  EXPECT_NE(CardTokeniser("another key of 16").tokenise("4111111111111111"), token);
  EXPECT_EQ(CardTokeniser::mask("card 4111 1111 1111 1111, call 555-0100"), "card **** **** **** 1111, call 555-0100");
  EXPECT_EQ(CardTokeniser::mask("order 1234567890123456"), "order 1234567890123456");
}

TEST_F(EventParserTest, CardNumbersInIdsBecomeTokensAndStayDistinct) {
  const auto body = payment(
      R"("amount":1,"transaction_id":"t-4111111111111111","customer_id":"5555 5555 5555 4444","merchant_id":"m/378282246310005",
    "terminal_id":"4111111111111111","device_id":"\u0034111.1111.1111.1111","attributes":{"limit of 4111111111111111":1})");
  const std::string token = tokeniser_.tokenise("4111111111111111");
  EXPECT_EQ(body.id, "t-" + token);
  EXPECT_EQ(body.terminal_id, token);
  EXPECT_EQ(body.device_id, token) << "however it is written";
  EXPECT_EQ(body.customer_id, tokeniser_.tokenise("5555555555554444"));
  EXPECT_TRUE(body.merchant_id.starts_with("m/tok_") && body.merchant_id.ends_with("_0005"));
  EXPECT_EQ(body.attributes.front().first, "limit of ************1111");
  EXPECT_EQ(tokeniser_.tokenise(token), token) << "a token stays";
  EXPECT_EQ(verdict(R"({"transaction":{"amount":1,"attributes":{"n":4111111111111111}}})"),
            "422 /transaction/attributes/n forbidden");
  const auto text =
      parse(R"({"message_content":"pay","phone_number":"4111111111111111","message_id":"4111-1111-1111-1111"})");
  const auto& message = std::get<domain::Message>(std::get<domain::Event>(text).body);
  EXPECT_EQ(message.phone_number, token);
  EXPECT_EQ(message.id, token);
  EXPECT_EQ(verdict(R"({"transaction":{"amount":1,"attributes":{"4111111111111111":"x"}}})"),
            "422 /transaction/attributes/************1111 type");
}

TEST_F(EventParserTest, CardVerificationDataIsRefusedAtEveryDepth) {
  for (const char* name : {"cvv", "CVV", "cvc", "cvv2", "CVC2", "cid", "pin", "PIN", "track1", "Track_2", "card-cvv",
                           "security_code", "pin_block", "c.v.v", "track-2-data"}) {
    const std::string field = std::string("\"") + name + "\":\"123\"";
    const std::string at = std::string(name) + " forbidden";
    EXPECT_EQ(verdict("{\"transaction\":{\"amount\":1," + field + "}}"), "422 /transaction/" + at);
    EXPECT_EQ(verdict("{\"message_content\":\"hi\"," + field + "}"), "422 /" + at);
    EXPECT_EQ(verdict("{\"transaction\":{\"amount\":1},\"x\":[{},{\"y\":{" + field + "}}]}"), "422 /x/1/y/" + at);
    EXPECT_EQ(verdict("{\"transaction\":{\"amount\":1,\"attributes\":{" + field + "}}}"),
              "422 /transaction/attributes/" + at);
    const auto bulk = parser_.parse_bulk("{\"amount\":1," + field + "}\n{\"amount\":2}", true, "acme");
    EXPECT_EQ(std::get<EventParser::Bulk>(bulk).events.size(), 1U);
    EXPECT_EQ(std::get<EventParser::Bulk>(bulk).rejected.front().rejection.errors.front().code, "forbidden");
  }
  EXPECT_EQ(verdict(R"({"transaction":{"amount":1,"pinned":"x","tracking":1,"placid":2}})"), "ok");
}

TEST_F(EventParserTest, BulkTakesGoodLinesAndNamesBadOnes) {
  const auto parsed = parser_.parse_bulk(
      "{\"amount\":1}\n\n{\"amount\":-1}\r\nnonsense\n{\"transaction\":{\"amount\":2}}\n{\"message_content\":\"hi\"}",
      true, "acme");
  const auto& bulk = std::get<EventParser::Bulk>(parsed);
  EXPECT_EQ(bulk.events.size(), 3U);
  ASSERT_EQ(bulk.rejected_count, 2U);
  EXPECT_EQ(bulk.rejected[0].number, 3U);
  EXPECT_EQ(bulk.rejected[1].number, 4U);
  const auto array = parser_.parse_bulk("[{\"amount\":1},{\"amount\":\"x\"}]", false, "acme");
  EXPECT_EQ(std::get<EventParser::Bulk>(array).events.size(), 1U);
  EXPECT_EQ(std::get<EventParser::Bulk>(array).rejected.front().number, 2U);
  EXPECT_TRUE(std::holds_alternative<Rejection>(parser_.parse_bulk("{}", false, "acme")));
  std::string many;
  for (std::size_t i = 0; i <= kBulkEventsMax; ++i) many += "{\"amount\":1}\n";
  EXPECT_TRUE(std::holds_alternative<Rejection>(parser_.parse_bulk(many, true, "acme")));
}

}  // namespace
}  // namespace shrike::sources
