#pragma once
// What a channel is asked to tell.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shrike/domain/decision.hpp"

namespace shrike::alerts {

enum class Event : std::uint8_t { trigger, acknowledge, resolve, escalate, test };
/// The words of the outbox: "trigger", "acknowledge", "resolve", "escalate", "test".
std::string_view to_string(Event event);
std::optional<Event> event_from(std::string_view word);

/// One alert as people read it. The same alert gives the same notice each time, so that a repeated delivery has the
/// same bytes.
struct Notice {
  Event event = Event::trigger;
  std::string tenant;
  std::string alert_id;
  std::string type;                                        ///< "critical_fraud", "cpu_usage", …
  std::string severity;                                    ///< "critical", "warning", "info"
  std::string title;                                       ///< one line
  std::vector<std::pair<std::string, std::string>> facts;  ///< label and value, in the order to show them
  std::string link;                                        ///< to the dashboard; empty where no public address is set
  TimeUs time_us = 0;
  std::uint32_t group_size = 1;  ///< alerts about the same entity that this stands for, itself included
  domain::DecisionPtr decision;  ///< of a fraud alert; null for one of the system
  double value = 0;              ///< of the system's alerts: what was measured
  double threshold = 0;
};

/// A notice that says that it is a test.
Notice test_notice(TimeUs now_us, const std::string& public_url, const std::string& tenant);

}  // namespace shrike::alerts
