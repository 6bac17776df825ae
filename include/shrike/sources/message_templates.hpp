#pragma once
// Made-up scam and harmless messages, for demos, tests and as an addition to training data.
#include <string>

#include "shrike/base/random.hpp"

namespace shrike::sources {

struct SimulatedMessage {
  std::string content;
  std::string phone_number;
  bool scam = false;
};

/// One message from our own templates with random fillings. The same random numbers give the same message.
SimulatedMessage simulated_message(Random& random, double scam_share);

}  // namespace shrike::sources
