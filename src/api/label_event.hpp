#pragma once
// The event that says what an earlier one really was.
#include <string>

#include "shrike/domain/decision.hpp"

namespace shrike::api {

struct LabelWords {
  bool fraud = false;
  std::string source = "analyst";
  std::string note;
};

inline domain::Event label_event(const domain::Decision& decision, const LabelWords& words, TimeUs now_us) {
  domain::Label label = domain::label_about(decision.event);
  label.fraud = words.fraud;
  label.source = words.source;
  label.note = words.note;
  domain::Event event;
  event.tenant = decision.event.tenant;
  event.time_us = now_us;
  event.ingested_at_us = now_us;
  event.body = std::move(label);
  return event;
}

}  // namespace shrike::api
