#pragma once
// Answers that several resources give.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/server/message.hpp"
#include "shrike/server/problem.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::api {

/// 503 with Retry-After.
server::Response busy(std::string_view detail);
/// The status that an error's kind stands for. Words of io and corrupt errors go to diag, not to the client.
server::Response failure(const Error& error);
/// 202 once a change is durable and applied, or the error's status.
template <class T>
server::Response accepted(const Result<T>& applied) {
  return applied ? server::json_response(202, R"({"status":"accepted"})") : failure(applied.error());
}
/// 400 or 422 with every bad field.
server::Response rejected(const sources::Rejection& rejection);
/// 422 for one field or query parameter.
server::Response bad_field(std::string_view pointer, std::string_view code, std::string_view message);

/// Reads small control-plane bodies: an object of known members, nothing else, no member twice, no deep nesting.
/// A member that is not in `names` is refused.
struct JsonMembers {
  struct Member {
    std::string name;
    std::variant<std::monostate, std::string, double, bool> value;
  };
  std::vector<Member> members;
  /// Card numbers in it are masked.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// As it was sent: for credentials, which nobody keeps, and ids that become tokens.
  [[nodiscard]] std::optional<std::string> text_as_sent(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  /// monostate where it is null, and where it is not there.
  [[nodiscard]] std::variant<std::monostate, std::string, double, bool> value(std::string_view name) const;
};
/// The same, with what is wrong for whoever makes an answer of it: code json_syntax or duplicate_key where it is the
/// JSON.
std::variant<JsonMembers, sources::FieldError> parse_members(std::string_view body,
                                                             std::span<const std::string_view> names);
std::variant<JsonMembers, server::Response> read_members(std::string_view body,
                                                         std::initializer_list<std::string_view> names);

}  // namespace shrike::api
