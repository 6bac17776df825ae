#pragma once
// A model's card: what it is, what it learned from, how well it did, where it ends. For people.
#include <string>

#include "shrike/api/model_control.hpp"

namespace shrike::api {

/// Markdown, from what the model's file says about itself.
std::string model_card(const ModelView& model);

}  // namespace shrike::api
