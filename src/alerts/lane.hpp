#pragma once
// The outbound thread's own state of one channel.
#include <algorithm>

#include "shrike/alerts/outbound.hpp"

namespace shrike::alerts {

struct Outbound::Lane {
  Lane(std::unique_ptr<AlertChannel> made, const std::string& operators)
      : channel(std::move(made)), in_flight_max(channel->tenant().empty() ? kInFlightMax : kTenantInFlightMax) {
    status.name = channel->name();
    status.tenant = channel->tenant().empty() ? operators : channel->tenant();
    status.target = channel->target();
    status.state = "ok";
  }

  std::unique_ptr<AlertChannel> channel;
  std::size_t in_flight_max;
  ChannelStatus status;                  // but for name, tenant and target under the Outbound's mutex
  std::size_t tests = 0;                 // not answered yet; under the Outbound's mutex
  std::vector<store::OutboxRow> flying;  // sent, and what became of it is not in the store yet
  bool disabled = false;
  TimeUs not_before_us = 0;  // steady; nothing is sent before

  [[nodiscard]] bool is_flying(std::int64_t id) const {
    return std::ranges::find(flying, id, &store::OutboxRow::id) != flying.end();
  }
  [[nodiscard]] bool group_is_flying(const store::OutboxRow& row) const {
    return std::ranges::any_of(flying, [&](const store::OutboxRow& one) {
      return one.id != row.id && one.tenant == row.tenant && one.group_key == row.group_key;
    });
  }
  void land(std::int64_t id) {
    std::erase_if(flying, [&](const store::OutboxRow& one) { return one.id == id; });
  }
};

struct Outbound::Flight {
  Lane* lane = nullptr;
  store::OutboxRow row;              // of no meaning where it is a test
  std::function<void(Answer)> test;  // takes the answer of a test
};

}  // namespace shrike::alerts
