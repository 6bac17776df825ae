#include "answers.hpp"

#include "shrike/base/card_numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shrike/base/diag.hpp"

namespace shrike::api {

namespace {

constexpr int kDepthMax = 2;

/// SAX reader: nothing nested is ever built, and a member that stands twice is seen.
class MemberReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit MemberReader(std::span<const std::string_view> names) : names_(names.begin(), names.end()) {}
  JsonMembers out;
  std::string pointer;
  std::string code = "json_syntax";
  std::string message = "expected valid JSON";

  bool null() override { return put({}); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    return ++depth_ < kDepthMax || fail(name_, "type", "expected a plain value");
  }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override {
    return fail(depth_ == 0 ? "" : name_, "type", depth_ == 0 ? "expected an object" : "expected a plain value");
  }
  bool end_array() override { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

  bool key(string_t& name) override {
    name_ = name;
    if (out.has(name)) return fail(name, "duplicate_key", "the key stands twice");
    if (std::ranges::find(names_, name) != names_.end()) return true;
    std::string known;
    for (const std::string_view one : names_) known += fmt::format("{}{}", known.empty() ? "" : ", ", one);
    return fail(name, "unknown_field", fmt::format("expected one of {}", known));
  }

 private:
  bool put(decltype(JsonMembers::Member::value) value) {
    if (depth_ == 0) return fail("", "type", "expected an object");
    out.members.push_back({name_, std::move(value)});
    return true;
  }
  bool fail(std::string_view field, std::string_view error_code, std::string text) {
    pointer = field.empty() ? "" : "/" + std::string(field);
    code = error_code;
    message = std::move(text);
    return false;
  }
  std::vector<std::string_view> names_;
  std::string name_;
  int depth_ = 0;
};

template <class T>
std::optional<T> member_as(const JsonMembers& members, std::string_view name) {
  for (const auto& member : members.members) {
    if (member.name == name && std::holds_alternative<T>(member.value)) return std::get<T>(member.value);
  }
  return std::nullopt;
}

}  // namespace

server::Response busy(std::string_view detail) {
  server::Response response = server::problem(503, detail);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

server::Response failure(const Error& error) {
  switch (error.kind) {
    case ErrorKind::invalid:
      return server::problem(422, error.message);
    case ErrorKind::not_found:
      return server::problem(404, error.message);
    case ErrorKind::conflict:
      return server::problem(409, error.message);
    case ErrorKind::denied:
      return server::problem(403, error.message);
    case ErrorKind::unavailable:
      return busy(error.message);
    case ErrorKind::io:
    case ErrorKind::corrupt:
      break;
  }
  diag::error("api", "{}: {}", to_string(error.kind), error.message);
  return error.kind == ErrorKind::io ? busy("The storage does not answer.")
                                     : server::problem(500, "Stored data could not be read.");
}

server::Response rejected(const sources::Rejection& rejection) {
  std::vector<server::FieldError> errors;
  for (const auto& error : rejection.errors) errors.push_back({error.pointer, error.code, error.message});
  const std::string detail = errors.empty()                   ? ""
                             : errors.front().pointer.empty() ? errors.front().message
                                                              : errors.front().pointer + ": " + errors.front().message;
  return server::problem(rejection.syntax ? 400 : 422, rejection.syntax ? "Bad Request" : "Unprocessable Content",
                         detail, errors);
}

server::Response bad_field(std::string_view pointer, std::string_view code, std::string_view message) {
  return server::problem(422, "Unprocessable Content", fmt::format("{}: {}", pointer, message),
                         {{std::string(pointer), std::string(code), std::string(message)}});
}

std::optional<std::string> JsonMembers::text(std::string_view name) const {
  auto sent = text_as_sent(name);
  if (sent) sent = mask_card_numbers(*sent);
  return sent;
}
std::optional<std::string> JsonMembers::text_as_sent(std::string_view name) const {
  return member_as<std::string>(*this, name);
}
std::optional<double> JsonMembers::number(std::string_view name) const { return member_as<double>(*this, name); }
std::optional<bool> JsonMembers::flag(std::string_view name) const { return member_as<bool>(*this, name); }
std::variant<std::monostate, std::string, double, bool> JsonMembers::value(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? decltype(found->value)() : found->value;
}
bool JsonMembers::has(std::string_view name) const {
  return std::ranges::find(members, name, &Member::name) != members.end();
}

std::variant<JsonMembers, sources::FieldError> parse_members(std::string_view body,
                                                             std::span<const std::string_view> names) {
  MemberReader reader(names);
  // nlohmann accepts text after a NUL byte.
  const bool plain = body.find('\0') == std::string_view::npos;
  if (plain && nlohmann::json::sax_parse(body, &reader)) return std::move(reader.out);
  return sources::FieldError{mask_card_numbers(reader.pointer), reader.code, reader.message};
}

std::variant<JsonMembers, server::Response> read_members(std::string_view body,
                                                         std::initializer_list<std::string_view> names) {
  auto read = parse_members(body, std::span(names.begin(), names.size()));
  if (auto* members = std::get_if<JsonMembers>(&read)) return std::move(*members);
  const auto& bad = std::get<sources::FieldError>(read);
  const bool syntax = bad.code == "json_syntax" || bad.code == "duplicate_key";
  return server::problem(syntax ? 400 : 422, syntax ? "Bad Request" : "Unprocessable Content",
                         fmt::format("{}: {}", bad.pointer, bad.message), {{bad.pointer, bad.code, bad.message}});
}

}  // namespace shrike::api
