// The message model that ships, on everyday texts and obvious scams. None of them is among its training data.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "shrike/engine/text_model.hpp"

namespace shrike::engine {
namespace {

using enum domain::Channel;

struct Text {
  domain::Channel channel;
  const char* content;
};

const TextModel& shipped() {
  static const TextModel kModel = [] {
    std::ifstream in(SHRIKE_SOURCE_DIR "/models/message-lr.model", std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    const auto file = read_model_file(bytes.str());
    if (!file) throw std::runtime_error(file.error().message);
    auto model = TextModel::load(*file);
    if (!model) throw std::runtime_error(model.error().message);
    return std::move(*model);
  }();
  return kModel;
}

/// How far above the channel's threshold.
double margin(const Text& text) {
  return shipped().score(text.content).log_odds - shipped().parameters().thresholds.of(text.channel);
}

constexpr Text kEveryday[] = {
    {sms, ""},
    {sms, "hello"},
    {sms, "Hello"},
    {sms, "hi"},
    {sms, "hey!"},
    {sms, "Hi there :)"},
    {sms, "ok"},
    {sms, "yes"},
    {sms, "No."},
    {sms, "thanks"},
    {sms, "Thank you!"},
    {sms, "good morning"},
    {sms, "lol"},
    {sms, "?"},
    {sms, "call me"},
    {sms, "where are you"},
    {sms, "Happy birthday!"},
    {sms, "congratulations"},
    {sms, "free tonight?"},
    {sms, "please call me when you are free"},
    {sms, "see you at 8"},
    {sms, "i am at the bank, back in 10 min"},
    {sms, "Did you pay the gas bill?"},
    {sms, "I won the chess game against grandpa!"},
    {sms, "Text me your new address pls"},
    {sms, "Your hair appointment is on Thursday at 14:30. See you then, Carla"},
    {sms, "Order 5521 is ready for pick up at the bakery."},
    {sms, "The boiler man comes tomorrow between 9 and 11, can you be home?"},
    {chat, "hello"},
    {chat, "hello, how are you doing today?"},
    {chat, "can you transfer me the 20 euros for the pizza?"},
    {chat, "check out this song https://www.youtube.com/watch?v=abc123"},
    {chat, "my phone number is still the same, ring me on sunday"},
    {email, "hello"},
    {email, "Hi Martin, attached is the draft of chapter two. Comments by Friday would be great. Best, Julia"},
    {call, "hello"},
    {call,
     "Hello? Hi, it's Peter. I'm at the supermarket, do we need eggs? Yes, and butter please. Okay, see you soon."},
};

constexpr Text kScams[] = {
    {sms, "URGENT! Your bank account has been suspended. Verify your PIN at http://secure-login.xyz/verify now"},
    {sms, "Y0ur b@nk acc0unt has been 5uspended, v3rify your passw0rd at http://bit.ly/3xyz"},
    {sms, "Your \u0430ccount is l\u043Ecked. C\u043Enfirm your c\u0430rd at http://paypa1-help.top/login"},
    {sms, "W I N N E R! You won a p r i z e of $5,000, c l a i m it now on 0906 555 0123"},
    {sms, "Ver\u200Bify your acc\u200Bount im\u200Bmediately or face legal ac\u200Btion: http://185.33.21.9/login"},
    {sms, "Congratulations! You have won a 1000 pound gift voucher. Text CLAIM to 80808 now"},
    {sms, "Parcel on hold: pay the customs fee of 2.99 within 24 hours at http://parcel-fee-uk.info"},
    {sms, "HMRC: a tax refund of 458.20 is waiting for you. Claim it at https://hmrc-claims.online"},
    {sms, "This is the police. A warrant for your arrest has been issued, pay the fine of $900 today or go to jail"},
    {sms, "Toll notice: you owe $6.99. Pay at https://ezpass-toll.top by tonight to avoid a penalty"},
    {sms, "Work from home and earn $500 per day! No experience needed, message us on WhatsApp now"},
    {sms, "Your Netflix payment failed. Update your card details here: http://netflix-billing.xyz"},
    {sms, "Did you authorise a payment of 799 GBP? If not call our fraud team on 020 7946 0991 immediately"},
    {sms, "Get an instant loan today, bad credit welcome, no checks. Apply now http://quick-loan.club"},
    {chat, "Hi mum, I dropped my phone in the sink, this is my new number. Can you send me 850 for a bill today?"},
    {chat, "Invest 200 dollars in bitcoin with our trading team and double your money in a week, guaranteed profit"},
    {chat, "Hello dear, I saw your profile. I am a widow and would like to meet you, please send me a gift card"},
    {chat, "I am your manager. Buy five Apple gift cards and send me the codes on the back, keep it confidential"},
    {email,
     "Dear customer, we noticed suspicious activity on your account and limited your access. Click the link below to "
     "verify your identity within 24 hours or your account will be closed: http://account-check.info/verify"},
    {email,
     "I have hacked your computer and recorded you through your webcam. Send 1500 dollars in bitcoin to my wallet "
     "within two days or all your contacts will get the video. Do not go to the police."},
    {call,
     "This is officer Miller from the tax office. There is an arrest warrant in your name. To avoid jail you must go "
     "to "
     "the store now and buy gift cards for two thousand dollars and read me the numbers. Do not tell anyone."},
    {call,
     "Hello, I am calling from Microsoft technical support. Your computer has a virus. Please download AnyDesk so that "
     "I can connect. There is a one time fee, I need your credit card number."},
    {call,
     "I'm calling from the fraud department of your bank. Somebody is stealing your money right now. You need to move "
     "your savings to a safe account, and read me the code that I am sending you."},
};

TEST(ShippedTextModel, LeavesEverydayTextsAlone) {
  for (const Text& text : kEveryday) EXPECT_LT(margin(text), 0) << text.content;
}

TEST(ShippedTextModel, FindsObviousScamsOfEveryKind) {
  for (const Text& text : kScams) EXPECT_GE(margin(text), 0) << text.content;
}

/// A word or two are no evidence: far below the threshold, not just under it.
TEST(ShippedTextModel, SaysLittleOfGreetings) {
  for (const char* text : {"", "hello", "hi", "ok", "thanks", "good morning"}) {
    const double at_threshold = 0.38;  // log-odds of 0.595, which rounds to the level "high"
    const double p = 1 / (1 + std::exp(-shipped().calibrated(shipped().score(text).log_odds, sms, at_threshold)));
    EXPECT_LT(p, 0.2) << text;
  }
}

}  // namespace
}  // namespace shrike::engine
