#include "json_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "answers.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::api {

namespace {

using nlohmann::json;

constexpr int kDepthMax = 3;

server::Response syntax(std::string_view code, const std::string& detail) {
  return server::problem(400, "Bad Request", detail, {{"", std::string(code), detail}});
}

/// Sees what the parser meets: names that stand twice, and how deep it goes.
struct Watcher {
  std::vector<std::set<std::string>> names;
  std::string twice;
  bool deep = false;

  bool operator()(int depth, json::parse_event_t event, const json& value) {
    deep = deep || depth > kDepthMax;
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end && !names.empty()) names.pop_back();
    if (event == json::parse_event_t::key && !names.empty()) {
      std::string name = value.get<std::string>();
      if (!names.back().insert(name).second) twice = std::move(name);
    }
    return !deep;
  }
};

/// Card numbers in every text; kDepthMax deep.
void mask_texts(json& value) {
  if (value.is_string()) value = sources::CardTokeniser::mask(value.get_ref<const std::string&>());
  if (value.is_structured()) {
    for (json& member : value) mask_texts(member);
  }
}

}  // namespace

std::variant<json, server::Response> read_object(std::string_view body, std::initializer_list<std::string_view> names) {
  Watcher watcher;
  // nlohmann accepts text after a NUL byte.
  json out = body.find('\0') == std::string_view::npos ? json::parse(body, std::ref(watcher), false) : json();
  if (watcher.deep) return bad_field("", "type", "expected less depth");
  if (out.is_discarded() || (out.is_null() && body != "null")) return syntax("json_syntax", "expected valid JSON");
  if (!watcher.twice.empty()) return syntax("duplicate_key", fmt::format("the key {} stands twice", watcher.twice));
  if (!out.is_object()) return bad_field("", "type", "expected an object");
  for (const auto& [name, value] : out.items()) {
    if (std::ranges::find(names, name) == names.end())
      return bad_field("/" + name, "unknown_field", fmt::format("expected one of {}", fmt::join(names, ", ")));
  }
  mask_texts(out);
  return out;
}

}  // namespace shrike::api
