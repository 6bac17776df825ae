// The OpenAPI document, from the route table and the schemas beside it.
#include <nlohmann/json.hpp>

#include "schemas.hpp"
#include "shrike/api/routes.hpp"

namespace shrike::api {

namespace {

using json = nlohmann::ordered_json;

std::string_view method_word(server::Method method) {
  switch (method) {
    case server::Method::get:
      return "get";
    case server::Method::post:
      return "post";
    case server::Method::put:
      return "put";
    case server::Method::patch:
      return "patch";
    case server::Method::delete_:
      return "delete";
    default:
      return "options";
  }
}

json reference(std::string_view schema) { return {{"$ref", "#/components/schemas/" + std::string(schema)}}; }

/// "{path*}" of the router is "{path}" in OpenAPI.
std::string public_path(std::string_view path) {
  std::string out(path);
  if (const auto star = out.find("*}"); star != std::string::npos) out.erase(star, 1);
  return out;
}

json parameters_of(const RouteRow& row) {
  json out = json::array();
  for (std::size_t at = row.path.find('{'); at != std::string_view::npos; at = row.path.find('{', at + 1)) {
    std::string name(row.path.substr(at + 1, row.path.find('}', at) - at - 1));
    if (name.back() == '*') name.pop_back();
    out.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (std::string_view left = row.query; !left.empty();) {
    const std::string_view name = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(name.size() + 1, left.size()));
    json schema = {{"type", name == "limit" ? "integer" : "string"}};
    out.push_back({{"name", name}, {"in", "query"}, {"required", false}, {"schema", std::move(schema)}});
  }
  return out;
}

json responses_of(const RouteRow& row) {
  json out;
  json success = {{"description", row.success == 204 ? "Done, nothing to say" : "Done"}};
  if (!row.response_schema.empty()) success["content"]["application/json"]["schema"] = reference(row.response_schema);
  out[std::to_string(row.endpoint == Endpoint::live ? 101 : row.success)] = std::move(success);
  json problem = {{"description", "What was wrong, field by field"}};
  problem["content"]["application/problem+json"]["schema"] = reference("Problem");
  out["4XX"] = problem;
  out["5XX"] = std::move(problem);
  return out;
}

json operation_of(const RouteRow& row) {
  json out;
  out["tags"] = json::array({row.tag});
  out["summary"] = row.summary;
  out["operationId"] = std::string(method_word(row.method)) + public_path(row.path);
  out["x-role"] = to_string(row.least);
  if (is_operators(row.endpoint)) out["x-tenant"] = access::kOperatorTenant;
  if (row.least == access::Role::none) out["security"] = json::array();
  if (json parameters = parameters_of(row); !parameters.empty()) out["parameters"] = std::move(parameters);
  if (!row.request_schema.empty()) {
    out["requestBody"]["required"] = true;
    for (const std::string_view type : row.content_types)
      out["requestBody"]["content"][std::string(type)]["schema"] = reference(row.request_schema);
  }
  out["responses"] = responses_of(row);
  return out;
}

}  // namespace

std::string openapi_json(std::string_view version) {
  json out;
  out["openapi"] = "3.1.0";
  out["info"] = {{"title", "Shrike"},
                 {"version", version},
                 {"description", "Real-time fraud detection for card transactions and scam messages."},
                 {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}};
  out["servers"] = json::array({{{"url", "/"}}});
  out["security"] =
      json::array({{{"apiKey", json::array()}}, {{"bearer", json::array()}}, {{"session", json::array()}}});
  for (const RouteRow& row : routes())
    out["paths"][public_path(row.path)][std::string(method_word(row.method))] = operation_of(row);
  out["components"]["securitySchemes"] = {{"apiKey", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-API-KEY"}}},
                                          {"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
                                          {"session",
                                           {{"type", "apiKey"},
                                            {"in", "cookie"},
                                            {"name", "shrike_session"},
                                            {"description", "Over https its name is __Host-shrike_session"}}}};
  out["components"]["schemas"] = json::parse(kSchemas);
  return out.dump();
}

}  // namespace shrike::api
