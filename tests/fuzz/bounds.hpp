#pragma once
// What must hold for every event that a source lets through.
#include <cmath>

#include "shrike/base/result.hpp"
#include "shrike/domain/event_codec.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::fuzz {

inline void check_bounds(const domain::Transaction& body) {
  for (const std::string* text : {&body.id, &body.customer_id, &body.merchant_id, &body.terminal_id, &body.country,
                                  &body.ip, &body.device_id, &body.card}) {
    SHRIKE_ASSERT(text->size() <= sources::kIdBytesMax);
  }
  SHRIKE_ASSERT(body.amount.minor >= 0 && body.amount.currency.text().size() == 3);
  SHRIKE_ASSERT(body.attributes.size() <= sources::kAttributesMax);
  for (const auto& [name, value] : body.attributes) SHRIKE_ASSERT(std::isfinite(value));
}

inline void check_bounds(const domain::Message& body) {
  SHRIKE_ASSERT(!body.content.empty() && body.content.size() <= sources::kMessageBytesMax);
  SHRIKE_ASSERT(body.id.size() <= sources::kIdBytesMax && body.phone_number.size() <= sources::kIdBytesMax);
}

inline void check_bounds(const domain::Label&) {}
inline void check_bounds(const domain::Control&) {}

inline void check_event(const domain::Event& event) {
  std::visit([](const auto& body) { check_bounds(body); }, event.body);
  const std::string bytes = domain::encode_event(event);
  const auto decoded = domain::decode_event(bytes);
  SHRIKE_ASSERT(decoded.ok() && domain::encode_event(*decoded) == bytes);
}

/// A refusal names what is wrong: RFC 6901 pointers, a code and words.
inline void check_rejection(const sources::Rejection& rejection) {
  SHRIKE_ASSERT(!rejection.errors.empty());
  for (const auto& error : rejection.errors) {
    SHRIKE_ASSERT(error.pointer.empty() || error.pointer.front() == '/');
    SHRIKE_ASSERT(!error.code.empty() && !error.message.empty());
  }
}

}  // namespace shrike::fuzz
