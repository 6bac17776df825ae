#pragma once
// The request target: from bytes on the wire to the one path that both routing and authorisation see.
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/server/message.hpp"

namespace shrike::server {

struct Target {
  std::string path;
  std::vector<NamedText> query;
};

/// Origin-form only (RFC 9112 section 3.2.1). Percent-decodes once. Error: invalid, for another form, a broken escape,
/// a control character, "//", a "." or ".." segment, text that is not UTF-8, or more than 64 query fields.
Result<Target> parse_target(std::string_view target);

bool valid_utf8(std::string_view text);

}  // namespace shrike::server
