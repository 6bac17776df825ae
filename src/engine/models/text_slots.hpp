#pragma once
// Slots of a text that is normalised already.
#include <string_view>
#include <vector>

#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

std::vector<TextSlot> slots_of(std::string_view normalised);

}  // namespace shrike::engine
