// /tenants: who shares the installation.
#include "shrike/store/tenants.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "branding.hpp"
#include "json_body.hpp"
#include "key_json.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/api_keys.hpp"

namespace shrike::api {

namespace {

using nlohmann::json;
using Bad = std::optional<server::Response>;

constexpr std::size_t kNameBytesMax = 100;
constexpr std::size_t kLogoBytesMax = 200;

void write_tenant(JsonWriter& out, const store::CountedTenant& counted) {
  const store::Tenant& tenant = counted.tenant;
  out.begin_object();
  out.field("id", tenant.id);
  out.field("name", tenant.name);
  out.field("state", tenant.suspended ? "suspended" : "active");
  out.field("created_at", format_time(tenant.created_at_us));
  write_branding(out, tenant);
  out.field("keys", counted.figures.keys);
  out.field("users", counted.figures.users);
  out.field("decisions", counted.figures.decisions);
  out.end_object();
}

server::Response list_response(const std::vector<store::CountedTenant>& tenants) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& tenant : tenants) write_tenant(out, tenant);
  out.end_array();
  out.end_object();
  return server::json_response(200, std::move(body));
}

server::Response one_response(store::Database& database, const std::string& id) {
  const auto listed = store::list_tenants(database, id);
  if (!listed) return failure(listed.error());
  if (listed->empty()) return server::problem(404, "There is no tenant with this id.");
  std::string body;
  JsonWriter out(body);
  write_tenant(out, listed->front());
  return server::json_response(200, std::move(body));
}

server::Response made_response(const store::Tenant& tenant, const access::NewKey& key) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("tenant");
  write_tenant(out, {tenant, {1, 0, 0}});
  out.key("key");
  write_key(out, key.row, key.text);
  out.end_object();
  server::Response response = server::json_response(201, std::move(body));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

/// A text for people; JSON null clears what may be empty.
Bad read_text(const json& value, const std::string& pointer, std::size_t bytes_max, bool may_be_null,
              std::string& out) {
  if (value.is_null() && may_be_null) return out.clear(), std::nullopt;
  if (!value.is_string())
    return bad_field(pointer, "type", may_be_null ? "expected a string or null" : "expected a string");
  out = value.get<std::string>();
  if (out.size() > bytes_max) return bad_field(pointer, "too_long", "expected a shorter text");
  const bool plain = std::ranges::none_of(out, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (!plain || (out.empty() && !may_be_null)) return bad_field(pointer, "format", "expected plain text");
  return std::nullopt;
}

Bad read_colour(const json& value, std::string& out) {
  if (auto bad = read_text(value, "/branding/colour", 7, true, out)) return bad;
  const bool fine =
      out.empty() || (out.size() == 7 && out[0] == '#' &&
                      std::all_of(out.begin() + 1, out.end(), [](unsigned char c) { return std::isxdigit(c); }));
  return fine ? Bad() : bad_field("/branding/colour", "format", "expected #rrggbb");
}

Bad read_branding(const json& value, store::Tenant& tenant) {
  if (!value.is_object()) return bad_field("/branding", "type", "expected an object");
  for (const auto& [name, member] : value.items()) {
    Bad bad;
    if (name == "name") {
      bad = read_text(member, "/branding/name", kNameBytesMax, true, tenant.brand_name);
    } else if (name == "colour") {
      bad = read_colour(member, tenant.brand_colour);
    } else if (name == "logo") {
      bad = read_text(member, "/branding/logo", kLogoBytesMax, true, tenant.brand_logo);
    } else {
      bad = bad_field("/branding/" + name, "unknown_field", "expected one of name, colour, logo");
    }
    if (bad) return bad;
  }
  return std::nullopt;
}

/// Changes what the body names.
Bad apply(const json& body, store::Tenant& tenant) {
  if (const auto name = body.find("name"); name != body.end()) {
    if (auto bad = read_text(*name, "/name", kNameBytesMax, false, tenant.name)) return bad;
  }
  if (const auto state = body.find("state"); state != body.end()) {
    if (*state != "active" && *state != "suspended")
      return bad_field("/state", "format", "expected active or suspended");
    tenant.suspended = *state == "suspended";
    if (tenant.suspended && tenant.id == access::kOperatorTenant)
      return bad_field("/state", "range", "the operator's own tenant cannot be suspended");
  }
  const auto branding = body.find("branding");
  return branding == body.end() ? std::nullopt : read_branding(*branding, tenant);
}

/// So that a change counts at once and not only at the next look at the store.
Result<void> reload(store::Database& database, access::Access& access) {
  const auto tenants = store::load_tenants(database);
  if (!tenants) return tenants.error();
  access.replace_tenants(*tenants);
  const auto keys = store::load_api_keys(database);
  if (!keys) return keys.error();
  access.replace_stored_keys(*keys);
  return {};
}

server::Response create(store::Database& database, access::Access& access, const store::Tenant& tenant) {
  const auto key = access::make_key(access::Role::admin, tenant.id, "first key", tenant.created_at_us, 0);
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return failure(transaction.error());
  if (auto done = store::insert_tenant(database, tenant); !done) return failure(done.error());
  if (auto done = store::insert_api_key(database, key.row); !done) return failure(done.error());
  if (auto done = transaction->commit(); !done) return failure(done.error());
  const auto known = reload(database, access);
  return known ? made_response(tenant, key) : failure(known.error());
}

server::Response change(store::Database& database, access::Access& access, const std::string& id, const json& body) {
  auto tenant = store::find_tenant(database, id);
  if (!tenant && tenant.error().kind == ErrorKind::not_found)
    return server::problem(404, "There is no tenant with this id.");
  if (!tenant) return failure(tenant.error());
  if (auto bad = apply(body, *tenant)) return std::move(*bad);
  if (auto done = store::update_tenant(database, *tenant); !done) return failure(done.error());
  const auto known = reload(database, access);
  return known ? one_response(database, id) : failure(known.error());
}

void on_create(const Call& call, access::Access& access, QueryDesk& queries, TimeUs now_us, server::Responder respond) {
  auto read = read_object(call.request.body, {"id", "name"});
  if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
  const auto& body = std::get<json>(read);
  const auto id = body.find("id");
  store::Tenant tenant;
  if (id == body.end() || !id->is_string() || !store::is_tenant_id(id->get<std::string>()))
    return respond(bad_field("/id", "format", "expected 1 to 64 of a-z, 0-9 and -"));
  tenant.id = tenant.name = id->get<std::string>();
  tenant.created_at_us = now_us;
  if (auto bad = apply(body, tenant)) return respond(std::move(*bad));
  *call.made = tenant.id;
  queries.ask(
      std::string(store::kAllTenants),
      [&access, tenant](store::Database& database) { return create(database, access, tenant); }, std::move(respond));
}

}  // namespace

void bind_tenants(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::tenants_list] = [&queries](const Call& call, server::Responder respond) {
    const bool all = call.identity.is_operator();
    const std::optional<std::string> only = all ? std::nullopt : std::optional(call.identity.tenant);
    queries.ask(
        all ? std::string(store::kAllTenants) : call.identity.tenant,
        [only](store::Database& database) {
          const auto tenants = store::list_tenants(database, only);
          return tenants ? list_response(*tenants) : failure(tenants.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::tenant_create] = [&](const Call& call, server::Responder respond) {
    on_create(call, access, queries, clock.now_us(), std::move(respond));
  };
  handlers[Endpoint::tenant_change] = [&](const Call& call, server::Responder respond) {
    auto read = read_object(call.request.body, {"name", "state", "branding"});
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    queries.ask(
        std::string(store::kAllTenants),
        [&access, id = std::string(call.request.parameters.get("id")), body = std::get<json>(std::move(read))](
            store::Database& database) { return change(database, access, id, body); },
        std::move(respond));
  };
}

}  // namespace shrike::api
