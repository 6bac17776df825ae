#pragma once
// The body of PATCH /cases/{id}.
#include <string_view>
#include <variant>

#include "shrike/server/message.hpp"
#include "shrike/store/case_changes.hpp"

namespace shrike::api {

inline constexpr std::size_t kCaseNoteBytesMax = 2'000;
inline constexpr TimeUs kSnoozeMaxUs = 90 * kDayUs;

/// What a body asks for, or the answer to a bad one. `by` stands for "me"; whether somebody else may be given the case
/// is not checked. Card numbers in the note are masked.
std::variant<store::CaseChange, server::Response> read_case_patch(std::string_view body, const std::string& by,
                                                                  TimeUs now_us);

}  // namespace shrike::api
