#pragma once
// Errors as RFC 9457 application/problem+json. The server adds `request_id` when it sends one.
#include <string>
#include <string_view>
#include <vector>

#include "shrike/server/message.hpp"

namespace shrike::server {

/// One bad field. `pointer` is a JSON pointer (RFC 6901) into the request's body, or the name of a query parameter.
struct FieldError {
  std::string pointer;
  std::string code;
  std::string message;
};

inline constexpr std::string_view kProblemType = "application/problem+json";

/// `title` is the same for every problem of one kind, `detail` says what happened this time.
Response problem(int status, std::string_view title, std::string_view detail,
                 const std::vector<FieldError>& errors = {});
/// The same with the reason phrase as title.
Response problem(int status, std::string_view detail);

/// "Not Found" for 404; "Unknown" for a status without a registered phrase.
std::string_view reason_phrase(int status);

}  // namespace shrike::server
