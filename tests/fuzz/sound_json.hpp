#pragma once
// What the server sends is JSON to a reader that is not our own.
#include <nlohmann/json.hpp>

#include "shrike/base/json_writer.hpp"
#include "shrike/base/result.hpp"

namespace shrike::fuzz {

inline void check_json(const std::string& text) { SHRIKE_ASSERT(nlohmann::json::accept(text)); }

/// `write` writes one value.
template <class Write>
void check_written(Write write) {
  std::string text;
  JsonWriter out(text);
  write(out);
  check_json(text);
}

}  // namespace shrike::fuzz
