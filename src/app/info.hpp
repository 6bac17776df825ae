#pragma once
// The body of /info.
#include <string>
#include <string_view>

#include "shrike/app/config.hpp"
#include "shrike/engine/core.hpp"

namespace shrike::app {

std::string info_json(const Config& config, const engine::ModelSet& models, std::string_view store,
                      TimeUs started_at_us);

}  // namespace shrike::app
