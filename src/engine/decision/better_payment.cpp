#include <fmt/core.h>

#include "engine/features/payment_flags.hpp"
#include "what_if.hpp"

namespace shrike::engine {

namespace {

using domain::Channel;
using domain::Transaction;

constexpr std::int64_t kAmountSteps = 256;
/// How much it takes to bring the card along, beside giving up the whole amount.
constexpr double kPresenceCost = 0.5;

Transaction& payment_of(Trial& trial) { return std::get<Transaction>(trial.event.body); }

void set_amount(Trial& trial, std::int64_t minor, const EngineSettings& settings) {
  domain::Money& amount = payment_of(trial).amount;
  amount.minor = minor;
  trial.findings.features = with_amount(trial.findings.features, amount.major(), settings.features);
}

std::string words_of(const domain::Money& amount) {
  return fmt::format("{} {}", amount.currency.text(), amount.decimal());
}

/// Down from the amount in equal steps, so that the first that is better is the nearest; then, between it and the step
/// above, to the minor unit.
std::optional<Trial> with_less(const Judge& judge, const Trial& start) {
  const domain::Money was = std::get<Transaction>(start.event.body).amount;
  const auto at = [&](std::int64_t minor, Trial& trial) {
    trial = start;
    set_amount(trial, minor, judge.settings());
    return judge(trial);
  };
  Trial trial;
  std::int64_t step = kAmountSteps - 1;
  const auto amount_of = [&](std::int64_t of) {
    return was.minor / kAmountSteps * of + was.minor % kAmountSteps * of / kAmountSteps;
  };
  while (step >= 0 && !at(amount_of(step), trial)) --step;
  if (step < 0) return std::nullopt;
  std::int64_t better = amount_of(step), worse = step + 1 == kAmountSteps ? was.minor : amount_of(step + 1);
  while (worse - better > 1) {
    const std::int64_t middle = better + (worse - better) / 2;
    (at(middle, trial) ? better : worse) = middle;
  }
  const bool kept = at(better, trial);
  SHRIKE_ASSERT(kept);
  const std::string from = words_of(was), to = words_of(payment_of(trial).amount);
  trial.changes.push_back({"amount", was.decimal(), payment_of(trial).amount.decimal(),
                           fmt::format("with an amount of {} instead of {}", to, from)});
  return trial;
}

/// The start with the card present; nullopt where it was.
std::optional<Trial> with_card(const Trial& start) {
  Trial trial = start;
  Transaction& payment = payment_of(trial);
  if (at(trial.findings.features, feature("card_not_present")) == 0) return std::nullopt;
  if (payment.channel == Channel::online || payment.channel == Channel::phone) {
    const std::string from(to_string(payment.channel));
    trial.changes.push_back({"channel", from, std::string(to_string(Channel::card_present)),
                             fmt::format("if it were paid with the card present instead of {}",
                                         payment.channel == Channel::online ? "online" : "by phone")});
    payment.channel = Channel::card_present;
  } else {
    trial.changes.push_back({"card_present", "false", "true", "if the card were present"});
  }
  payment.card_present = true;
  fill_presence(payment, trial.findings.features);
  fill_base_risk(trial.findings.features);
  return trial;
}

double given_up(const Trial& start, const Trial& less) {
  const double before = std::get<Transaction>(start.event.body).amount.major();
  return 1 - std::get<Transaction>(less.event.body).amount.major() / before;
}

}  // namespace

std::optional<Trial> better_payment(const Judge& judge, const Trial& start) {
  auto less = with_less(judge, start);
  auto present = with_card(start);
  const bool enough = present && judge(*present);
  if (less && !(enough && given_up(start, *less) > kPresenceCost)) return less;
  if (enough) return present;
  return present ? with_less(judge, *present) : std::nullopt;
}

}  // namespace shrike::engine
