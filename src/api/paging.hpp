#pragma once
// `limit` and `cursor` of list requests.
#include <optional>
#include <string>

#include "shrike/server/message.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::api {

/// Takes one of the two parameters; returns the answer to a bad value.
std::optional<server::Response> read_page(const std::string& name, const std::string& value, store::PageRequest& page);
/// Takes both from the query and ignores everything else.
std::optional<server::Response> read_page(const server::RequestHead& head, store::PageRequest& page);

}  // namespace shrike::api
