#include "shrike/sources/message_templates.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace shrike::sources {

namespace {

/// {b} bank, {m} amount, {l} link, {p} phone, {n} first name, {t} time, {c} courier, {d} digits.
constexpr std::string_view kScams[] = {
    "URGENT: your {b} account has been suspended. Verify your details now at {l} or face legal action.",
    "{b} alert: unusual activity on your card. Confirm your PIN immediately: {l}",
    "Your {b} online access is blocked. Log in at {l} within 24 h to unlock it.",
    "{b}: a payment of {m} is on hold. Call {p} right away to stop it.",
    "Final notice! Your bank account will be closed. Verify or legal action follows. {l}",
    "We locked your {b} card. Send your password and security code to restore it.",
    "Police notice: a warrant for your arrest was issued. Pay {m} today or go to court. Call {p}.",
    "You are being sued for unpaid tax of {m}. Settle now to avoid arrest: {p}",
    "This is the tax office. You owe {m}. Penalty doubles tomorrow. Pay at {l}",
    "Tax refund of {m} is waiting for you. Confirm your bank details: {l}",
    "CONGRATULATIONS! You won {m} in our lottery. Claim your prize at {l}",
    "You have been selected as winner of a {m} gift card! Reply YES or call {p} to claim.",
    "Lucky draw: your number won a new phone. Free delivery, claim now {l}",
    "Guaranteed reward of {m} is waiting. Last chance to claim, offer expires today: {l}",
    "{c}: your parcel could not be delivered. Pay the customs fee of {m} here: {l}",
    "Your package is held at our depot. Reschedule delivery at {l}",
    "{c} delivery problem, update your address within 12 hours: {l}",
    "Work from home and earn {m} per day, no experience needed. Text {p} now!",
    "We are hiring part time staff, daily pay {m}. Reply to this number.",
    "Invest {m} in bitcoin today and double it in a week. Guaranteed profit: {l}",
    "Your crypto wallet will be deactivated. Validate your seed phrase at {l}",
    "Hi mum, I lost my phone, this is my new number. Can you send {m}? It is urgent.",
    "Hi dad it's me, my phone broke. Please pay this bill of {m} for me today.",
    "Lonely singles near you want to chat. Date now for free: {l}",
    "Hello dear, I saw your profile and would like to meet you. Write me at {l}",
    "Your one time code is requested by our security team. Send us the OTP you received.",
    "Your subscription renews for {m}. To cancel and get a refund call {p}.",
    "Toll unpaid: {m} due. Pay immediately at {l} to avoid penalty and prosecution.",
};

constexpr std::string_view kHarmless[] = {
    "Hi {n}, are we still on for lunch at {t}?",
    "Running ten minutes late, sorry. See you at {t}",
    "Can you pick up milk and bread on your way home?",
    "Happy birthday {n}! Hope you have a great day",
    "Your appointment with the dentist is tomorrow at {t}. See you then.",
    "The meeting moved to {t}, same room as before",
    "Thanks for dinner last night, it was lovely",
    "Did you finish the homework for tomorrow?",
    "{n} says hello, she is doing fine again",
    "I will call you after work, around {t}",
    "Your table for two at {t} is booked. We look forward to seeing you.",
    "Train is delayed again, I should be there by {t}",
    "Good morning! Coffee before class?",
    "Don't forget grandma's visit on Sunday",
    "Your taxi arrives at {t}. The driver is {n}.",
    "ok, see you there",
    "I left the keys on the kitchen table",
    "What time does the film start?",
    "Your code for signing in is {d}. It is valid for ten minutes. We never ask for it.",
    "Your order {d} is ready for collection until {t}.",
    "The library book you asked for can be collected.",
    "Thank you for your payment of {m}. Your receipt is in the app.",
    "Salary is in, shall we go out on Friday, {n}?",
    "Football at {t}? We need one more player",
    "Your parcel was handed to your neighbour {n} at {t}.",
    "Sorry I missed your call, was in a meeting. All good?",
};

constexpr std::string_view kBanks[] = {"Northbank", "Harbour Bank", "First Meadow", "Union Savings", "Bluecrest Bank"};
constexpr std::string_view kNames[] = {"Ana",   "Ben",   "Chloe", "Dario", "Emma",
                                       "Felix", "Greta", "Hugo",  "Ines",  "Jonas"};
constexpr std::string_view kCouriers[] = {"QuickParcel", "BlueVan", "Swift Post"};
constexpr std::string_view kLinks[] = {"http://secure-check.example/{d}", "https://bit.ly/x{d}",
                                       "www.verify-now.example/{d}", "http://parcel-help.example/a{d}"};

template <std::size_t N>
std::string_view pick(Random& random, const std::string_view (&list)[N]) {
  return list[random.below(N)];
}

std::string fill(Random& random, std::string_view text);

std::string filling(Random& random, char slot) {
  switch (slot) {
    case 'b':
      return std::string(pick(random, kBanks));
    case 'm':
      return fmt::format("${}", 5 * (1 + random.below(400)));
    case 'l':
      return fill(random, pick(random, kLinks));
    case 'p':
      return fmt::format("555-01{:02}", random.below(100));
    case 'n':
      return std::string(pick(random, kNames));
    case 't':
      return fmt::format("{}:{:02}", 8 + random.below(12), 15 * random.below(4));
    case 'c':
      return std::string(pick(random, kCouriers));
    default:
      return fmt::format("{}", 10'000 + random.below(90'000));
  }
}

std::string fill(Random& random, std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}') {
      out += filling(random, text[i + 1]);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

SimulatedMessage simulated_message(Random& random, double scam_share) {
  SimulatedMessage message;
  message.scam = random.uniform() < scam_share;
  message.content = fill(random, message.scam ? pick(random, kScams) : pick(random, kHarmless));
  // Scammers send from a few thousand numbers, so that a block has a later effect.
  message.phone_number =
      message.scam ? fmt::format("555-9{:03}", random.below(1'000)) : fmt::format("555-{:04}", random.below(8'000));
  return message;
}

}  // namespace shrike::sources
