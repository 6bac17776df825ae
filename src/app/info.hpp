#pragma once
// The body of /info.
#include <string>
#include <string_view>

#include "shrike/app/config.hpp"
#include "shrike/engine/core.hpp"

namespace shrike::app {

/// Not `whole`: without the figures of the models' training, which may be of the operator's own events.
std::string info_json(const Config& config, const engine::ModelSet& models, std::string_view store,
                      TimeUs started_at_us, bool whole);

}  // namespace shrike::app
