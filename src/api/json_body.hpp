#pragma once
// Bodies with objects inside: the same care as read_members for what is nested.
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <variant>

#include "shrike/server/message.hpp"

namespace shrike::api {

/// An object whose members are all in `names`, no member twice at any depth, at most three levels deep. Else the 400 or
/// 422.
std::variant<nlohmann::json, server::Response> read_object(std::string_view body,
                                                           std::initializer_list<std::string_view> names);

}  // namespace shrike::api
