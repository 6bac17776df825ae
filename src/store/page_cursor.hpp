#pragma once
// Opaque page cursors: where a list stopped, with a checksum, as hexadecimal.
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

/// `list` says which list it belongs to, so that a cursor of another one is refused.
std::string encode_cursor(char list, std::string_view key);
/// Error: invalid.
Result<std::string> decode_cursor(char list, std::string_view cursor);

std::string encode_seq_cursor(char list, domain::Seq seq);
/// The seq to stop before: the largest there is where `cursor` is empty. Error: invalid.
Result<std::int64_t> decode_seq_cursor(char list, std::string_view cursor);

/// Error: invalid where tenant is empty or the limit is not 1 to kPageLimitMax.
Result<void> check_page(const std::string& tenant, const PageRequest& page);

}  // namespace shrike::store
