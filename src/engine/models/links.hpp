#pragma once
// The links of a text, and what is wrong with them.
#include <string_view>

namespace shrike::engine {

struct LinkFindings {
  bool any = false;
  bool shortener = false;
  bool address = false;    ///< a raw IP address instead of a name
  bool imitation = false;  ///< punycode, or a well-known name that is not its own domain
  bool unusual = false;    ///< a top-level domain that is rare in genuine messages
};

/// One pass; a link is looked at up to 256 bytes.
LinkFindings find_links(std::string_view raw);

}  // namespace shrike::engine
