#pragma once
// Simulated customers, terminals and fraud with known truth: the method of the Fraud Detection Handbook (Le Borgne et
// al. 2022, chapter 3), written anew. Ours adds what the method leaves open: cards, merchants, channels, countries and
// messages.
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/random.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::sources {

struct SimulatorSettings {
  std::uint64_t seed = 1;
  std::uint32_t customers = 5'000;
  std::uint32_t terminals = 10'000;
  double radius = 5.0;  ///< of the area a customer pays in, on a square of 100 x 100
  TimeUs start_us = 0;  ///< midnight UTC of the first day
};

/// One simulated payment with its truth. `scenario`: 0 genuine, 1 large amount, 2 compromised terminal, 3 compromised
/// customer.
struct SimulatedPayment {
  TimeUs time_us;
  std::uint32_t customer;
  std::uint32_t terminal;
  std::int64_t amount_minor;
  std::uint8_t scenario;
};

/// Makes one day after the other, for ever. Not thread-safe. The same settings give the same days.
class Simulator {
 public:
  static constexpr int kTerminalDays = 28;             ///< a terminal stays compromised
  static constexpr int kCustomerDays = 14;             ///< a customer stays compromised
  static constexpr std::int64_t kLargeMinor = 22'000;  ///< scenario 1: above 220.00

  explicit Simulator(const SimulatorSettings& settings);

  /// The next day's payments in order of time.
  std::vector<SimulatedPayment> next_day();
  /// The payment as an event body: ids, card token, channel and country follow from its numbers.
  [[nodiscard]] domain::Transaction transaction(const SimulatedPayment& payment, std::uint64_t number) const;

 private:
  struct Customer {
    double x, y, mean_amount, rate_per_day;
    std::vector<std::uint32_t> terminals;
  };
  std::vector<SimulatedPayment> make_day(std::int64_t day);
  void add_payments(std::int64_t day, std::uint32_t customer, std::vector<SimulatedPayment>& out);
  void compromise_customers();

  SimulatorSettings settings_;
  Random profile_random_;
  Random payment_random_;
  Random fraud_random_;
  std::vector<Customer> customers_;
  std::deque<std::vector<SimulatedPayment>>
      ahead_;  // days made but not yet handed out: scenario 3 looks 14 days forward
  std::deque<std::vector<std::uint32_t>> bad_terminals_;  // by day drawn, the last 28
  std::int64_t days_made_ = 0;
};

}  // namespace shrike::sources
