#pragma once
// Settings of the engine and its parts. Fixed while an engine lives: the same log with the same settings gives the same
// decisions.
#include <array>
#include <cstdint>
#include <string>

#include "shrike/base/clock.hpp"
#include "shrike/domain/decision.hpp"

namespace shrike::engine {

struct FeatureSettings {
  double high_value_amount = 500.0;  ///< major units, whatever the currency
  std::string home_country;          ///< ISO 3166-1 alpha-2; empty = the first country seen of each card
};

/// How scores become levels, and levels become outcomes. Scores are whole points from 0 to 100. A rule of 0 points is
/// off: it neither hits nor is told of.
struct PolicySettings {
  std::int32_t medium_from = 30;
  std::int32_t high_from = 60;
  std::int32_t critical_from = 85;
  std::array<domain::Outcome, 4> outcome_of_level{domain::Outcome::approve, domain::Outcome::approve,
                                                  domain::Outcome::review, domain::Outcome::decline};
  std::int32_t base_risk_from = 6;     ///< base risk score from which the rule `base_risk` hits
  std::int32_t base_risk_points = 10;  ///< points that it adds
  std::int32_t account_pressure_points =
      20;  ///< rule `account_pressure`: a message that threatens or hurries about an account and wants something
  std::int32_t known_sender_points = 30;     ///< rule `known_sender`: half of the sender's messages are known scams
  bool block_on_critical = true;             ///< what is Critical goes on the blocklist by itself
  TimeUs automatic_block_us = 72 * kHourUs;  ///< event time after which an automatic blocklist entry ends
};

struct EngineSettings {
  std::uint32_t batch_size_max = 1024;
  std::uint32_t batch_wait_ms_max = 2;
  std::uint32_t remembered_ids_max = 1'000'000;  ///< event ids kept to recognise duplicates; the oldest are forgotten
  std::uint32_t reasons_max = 6;
  FeatureSettings features;
  PolicySettings policy;
};

}  // namespace shrike::engine
