#pragma once
// An API key as people see it.
#include <string_view>

#include "shrike/base/json_writer.hpp"
#include "shrike/store/api_keys.hpp"

namespace shrike::api {

/// `text` is the key itself: for the answer that makes it, and nowhere else.
void write_key(JsonWriter& out, const store::ApiKey& key, std::string_view text = {});

}  // namespace shrike::api
