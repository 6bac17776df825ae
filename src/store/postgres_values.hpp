#pragma once
// Values as PostgreSQL's text format, both ways.
#include <optional>
#include <string>
#include <string_view>

#include "shrike/store/value.hpp"

namespace shrike::store {

/// Text of a parameter; the server infers its type from the statement. nullopt is NULL.
std::optional<std::string> postgres_text(const Value& value);

/// Value of a result field. `type` is its OID; the session must have the settings of PostgresConnection.
Value postgres_value(unsigned type, std::string_view text);

}  // namespace shrike::store
