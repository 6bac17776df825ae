#include <gtest/gtest.h>

#include <algorithm>

#include "engine/models/links.hpp"
#include "engine/models/phrases.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {
namespace {

bool has(std::string_view text, std::string_view code) { return signal_value(signals_of(text), code) != 0; }

TEST(TextSignals, EachOfTenKindsGetsItsCategory) {
  const auto category = [](const char* text) { return threat_category(signals_of(text)); };
  EXPECT_EQ(category("Your bank account has been suspended, confirm your PIN"), "Financial Scam");
  EXPECT_EQ(category("New photos of you here http://bit.ly/zz12, click here"), "Phishing Link");
  EXPECT_EQ(category("Hi mum, I lost my phone, this is my new number"), "Impersonation");
  EXPECT_EQ(category("You won the lottery, claim your prize"), "Prize/Lottery");
  EXPECT_EQ(category("I have recorded you through your webcam, pay or all your contacts get it"), "Threat/Extortion");
  EXPECT_EQ(category("Your parcel is held by customs, pay the delivery fee"), "Delivery");
  EXPECT_EQ(category("Part time work from home, daily pay, no experience"), "Job");
  EXPECT_EQ(category("Hello dear, I am a widow and saw your profile"), "Romance");
  EXPECT_EQ(category("Invest in bitcoin with our trading team"), "Crypto");
  EXPECT_EQ(category("see you later"), "Other");
}

TEST(TextSignals, KeepToWordBorders) {
  EXPECT_FALSE(has("the courtyard was nice", "threat_language"));
  EXPECT_TRUE(has("we will go to court", "threat_language"));
  EXPECT_FALSE(has("pinning a note", "asks_for_secret"));
  EXPECT_TRUE(has("you will be prosecuted", "threat_language")) << "a stem";
}

TEST(TextSignals, NameKindsOfLinks) {
  EXPECT_TRUE(find_links("see www.a-shop.co.uk").any);
  EXPECT_TRUE(find_links("at HTTPS://BIT.LY/abc now").shortener);
  EXPECT_TRUE(find_links("http://185.12.3.4/login").address);
  for (const char* bad : {"http://paypa1.com/x", "https://paypal.com.evil-site.ru", "http://xn--pypal-4ve.com",
                          "www.secure-amazon.top", "http://netflix.xyz/pay"})
    EXPECT_TRUE(find_links(bad).imitation) << bad;
  for (const char* good : {"https://www.paypal.com/signin", "http://amazon.co.uk/gp", "https://login.microsoft.com",
                           "https://pineapple.com", "www.purchase.com"})
    EXPECT_FALSE(find_links(good).imitation) << good;
  EXPECT_TRUE(find_links("go to win-now.icu/a").unusual);
  for (const char* none : {"ok.see you at 3.30pm", "write to a@b.com", "well...no", "e.g. this", "and/or"})
    EXPECT_FALSE(find_links(none).any) << none;
}

TEST(TextSignals, MeasureNumbersMoneyAndCapitals) {
  EXPECT_TRUE(has("call 0906 170 1461", "phone_to_call"));
  EXPECT_TRUE(has("call 555-0134", "phone_to_call"));
  EXPECT_FALSE(has("at 10 30 or 12 45", "phone_to_call"));
  EXPECT_TRUE(has("pay $20", "money_amount"));
  EXPECT_FALSE(has("20 apples", "money_amount"));
  EXPECT_TRUE(has("PLEASE READ THIS NOW OK", "shouting"));
  EXPECT_FALSE(has("please read this now ok", "shouting"));
}

TEST(TextSignals, SeeThroughDisguises) {
  EXPECT_TRUE(has("your \u0430ccount is 5uspended, v3rify", "account_problem"));
  EXPECT_TRUE(has("v3rify p4yp4l", "disguised_letters"));
  EXPECT_TRUE(has("v\u200Berify", "hidden_characters"));
  EXPECT_TRUE(has("c l a i m it", "spaced_out_word"));
}

TEST(PhraseTable, FindsPhrasesStemsAndNothingElse) {
  PhraseTable table;
  table.add("act now", 1);
  table.add("prosecut*", 2);
  table.add("act", 3);
  std::vector<std::uint32_t> found;
  table.find(" act now or be prosecuted ", [&](std::uint32_t number) { found.push_back(number); });
  std::ranges::sort(found);
  EXPECT_EQ(found, (std::vector<std::uint32_t>{1, 2, 3}));
  found.clear();
  table.find(" react nowhere persecuted ", [&](std::uint32_t number) { found.push_back(number); });
  EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace shrike::engine
