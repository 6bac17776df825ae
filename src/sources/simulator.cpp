#include "shrike/sources/simulator.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace shrike::sources {

namespace {

constexpr double kSide = 100.0;
constexpr double kNoonSeconds = 43'200;
constexpr double kTimeDeviationSeconds = 20'000;
constexpr int kBadTerminalsPerDay = 2;
constexpr int kBadCustomersPerDay = 3;

struct Point {
  double x, y;
};

/// Indices of the points strictly within the radius.
std::vector<std::uint32_t> within(const std::vector<Point>& points, double x, double y, double radius) {
  std::vector<std::uint32_t> near;
  for (std::uint32_t i = 0; i < points.size(); ++i) {
    const double dx = points[i].x - x;
    const double dy = points[i].y - y;
    if (dx * dx + dy * dy < radius * radius) near.push_back(i);
  }
  return near;
}

}  // namespace

Simulator::Simulator(const SimulatorSettings& settings)
    : settings_(settings),
      profile_random_(settings.seed),
      payment_random_(settings.seed + 1),
      fraud_random_(settings.seed + 2) {
  std::vector<Point> places(settings.terminals);
  for (Point& place : places) place = {profile_random_.uniform(0, kSide), profile_random_.uniform(0, kSide)};
  for (std::uint32_t i = 0; i < settings.customers; ++i) {
    Customer customer{};
    customer.x = profile_random_.uniform(0, kSide);
    customer.y = profile_random_.uniform(0, kSide);
    customer.mean_amount = profile_random_.uniform(5, 100);
    customer.rate_per_day = profile_random_.uniform(0, 4);
    customer.terminals = within(places, customer.x, customer.y, settings.radius);
    customers_.push_back(std::move(customer));
  }
}

void Simulator::add_payments(std::int64_t day, std::uint32_t customer, std::vector<SimulatedPayment>& out) {
  const Customer& who = customers_[customer];
  if (who.terminals.empty()) return;
  const unsigned count = payment_random_.poisson(who.rate_per_day);
  for (unsigned i = 0; i < count; ++i) {
    const double second = std::trunc(payment_random_.normal(kNoonSeconds, kTimeDeviationSeconds));
    if (second <= 0 || second >= 86'400) continue;
    double amount = payment_random_.normal(who.mean_amount, who.mean_amount / 2);
    if (amount < 0) amount = payment_random_.uniform(0, 2 * who.mean_amount);
    const auto terminal = who.terminals[payment_random_.below(who.terminals.size())];
    const auto amount_minor = static_cast<std::int64_t>(std::llround(amount * 100));
    const TimeUs time_us = settings_.start_us + day * kDayUs + static_cast<TimeUs>(second) * kSecondUs +
                           static_cast<TimeUs>(payment_random_.below(kSecondUs));
    const std::uint8_t scenario = amount_minor > kLargeMinor ? 1 : 0;
    out.push_back({time_us, customer, terminal, amount_minor, scenario});
  }
}

std::vector<SimulatedPayment> Simulator::make_day(std::int64_t day) {
  std::vector<SimulatedPayment> out;
  for (std::uint32_t customer = 0; customer < customers_.size(); ++customer) add_payments(day, customer, out);
  std::vector<std::uint32_t> drawn;
  for (int i = 0; i < kBadTerminalsPerDay; ++i)
    drawn.push_back(static_cast<std::uint32_t>(fraud_random_.below(settings_.terminals)));
  bad_terminals_.push_back(std::move(drawn));
  if (bad_terminals_.size() > kTerminalDays) bad_terminals_.pop_front();
  for (SimulatedPayment& payment : out) {
    for (const auto& terminals : bad_terminals_) {
      if (std::ranges::find(terminals, payment.terminal) != terminals.end()) payment.scenario = 2;
    }
  }
  return out;
}

void Simulator::compromise_customers() {
  std::vector<std::uint32_t> chosen;
  for (int i = 0; i < kBadCustomersPerDay; ++i)
    chosen.push_back(static_cast<std::uint32_t>(fraud_random_.below(customers_.size())));
  std::vector<SimulatedPayment*> pool;
  for (auto& day : ahead_) {
    for (SimulatedPayment& payment : day) {
      if (std::ranges::find(chosen, payment.customer) != chosen.end()) pool.push_back(&payment);
    }
  }
  // The first third of a shuffle: a draw without replacement.
  for (std::size_t i = 0; i < pool.size() / 3; ++i) {
    std::swap(pool[i], pool[i + fraud_random_.below(pool.size() - i)]);
    pool[i]->amount_minor *= 5;
    pool[i]->scenario = 3;
  }
}

std::vector<SimulatedPayment> Simulator::next_day() {
  while (ahead_.size() < kCustomerDays) ahead_.push_back(make_day(days_made_++));
  compromise_customers();
  std::vector<SimulatedPayment> day = std::move(ahead_.front());
  ahead_.pop_front();
  std::ranges::sort(day, {}, &SimulatedPayment::time_us);
  return day;
}

domain::Transaction Simulator::transaction(const SimulatedPayment& payment, std::uint64_t number) const {
  domain::Transaction out;
  // The first day is in the id, so that a run that starts later does not repeat the ids of an earlier one.
  out.id = fmt::format("g{}-{}-{:07}", settings_.seed, settings_.start_us / kDayUs, number);
  out.amount = {payment.amount_minor, {{'E', 'U', 'R'}}};
  out.card = fmt::format("tok_c{:05}", payment.customer);
  out.customer_id = fmt::format("cust-{:05}", payment.customer);
  out.terminal_id = fmt::format("term-{:05}", payment.terminal);
  out.merchant_id = fmt::format("shop-{:04}", payment.terminal / 4);
  // Every fifth terminal sells online. Stolen credentials (scenario 3) are used online, half of the time from abroad.
  const bool online = payment.terminal % 5 == 0 || payment.scenario == 3;
  out.channel = online ? domain::Channel::online : domain::Channel::card_present;
  out.card_present = !online;
  const bool abroad = payment.scenario == 3 ? number % 2 == 0 : number % 50 == 0;
  static constexpr std::string_view kAbroad[] = {"FR", "NL", "US", "PL", "TR", "BR"};
  out.country = abroad ? kAbroad[number / 2 % std::size(kAbroad)] : "DE";
  return out;
}

}  // namespace shrike::sources
