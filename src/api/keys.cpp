// /keys: API keys of the caller's tenant. A key's text is in the answer that makes it, and nowhere else.
#include <cmath>

#include "answers.hpp"
#include "key_json.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/api_keys.hpp"

namespace shrike::api {

void write_key(JsonWriter& out, const store::ApiKey& key, std::string_view text) {
  const auto time = [](TimeUs us) { return us == 0 ? std::string() : format_time(us); };
  out.begin_object();
  out.field("id", key.id);
  if (!text.empty()) out.field("key", text);
  out.field("prefix", key.prefix);
  out.field("role", key.role);
  out.field("label", key.label);
  out.field_or_null("addresses", key.addresses);
  out.field("created_at", format_time(key.created_at_us));
  out.field_or_null("expires_at", time(key.expires_at_us));
  out.field_or_null("revoked_at", time(key.revoked_at_us));
  out.end_object();
}

namespace {

constexpr std::size_t kLabelBytesMax = 200;
constexpr double kOverlapSecondsMax = 30 * 86'400;

server::Response made_response(const access::NewKey& key) {
  std::string body;
  JsonWriter out(body);
  write_key(out, key.row, key.text);
  server::Response response = server::json_response(201, std::move(body));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

server::Response list_response(const std::vector<store::ApiKey>& keys) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const store::ApiKey& key : keys) write_key(out, key);
  out.end_array();
  out.end_object();
  return server::json_response(200, std::move(body));
}

/// So that a change counts at once and not only at the next look at the store.
Result<void> reload(store::Database& database, access::Access& access) {
  if (auto all = database.act_for(store::kAllTenants); !all) return all;
  const auto keys = store::load_api_keys(database);
  if (!keys) return keys.error();
  access.replace_stored_keys(*keys);
  return {};
}

struct NewKeyWish {
  access::Role role = access::Role::none;
  std::string label;
  std::string addresses;
  TimeUs expires_at_us = 0;
};

std::optional<server::Response> read_wish(std::string_view body, TimeUs now_us, NewKeyWish& wish) {
  auto read = read_members(body, {"role", "label", "expires_at", "addresses"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  const auto role = access::role_from(members.text("role").value_or(""));
  if (!role) return bad_field("/role", "format", "expected ingest, viewer, analyst, admin or auditor");
  wish.role = *role;
  wish.label = members.text("label").value_or("");
  if (wish.label.size() > kLabelBytesMax) return bad_field("/label", "too_long", "expected at most 200 bytes");
  wish.addresses = members.text("addresses").value_or("");
  if (const auto list = access::AddressList::parse(wish.addresses); !list)
    return bad_field("/addresses", "format", list.error().message);
  const auto expires = members.text("expires_at");
  if (!expires || expires->empty()) return std::nullopt;
  const auto time_us = parse_time(*expires);
  if (!time_us) return bad_field("/expires_at", "format", time_us.error().message);
  if (*time_us <= now_us) return bad_field("/expires_at", "range", "expected a time to come");
  wish.expires_at_us = *time_us;
  return std::nullopt;
}

/// The new key is there before the old one ends.
server::Response rotate(store::Database& database, const std::string& tenant, const std::string& id, TimeUs now_us,
                        TimeUs overlap_us, std::string& made) {
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return failure(transaction.error());
  const auto old = store::find_api_key(database, tenant, id);
  if (!old) return failure(old.error());
  const bool over = old->revoked_at_us != 0 || (old->expires_at_us != 0 && old->expires_at_us <= now_us);
  if (over) return server::problem(409, "This key has ended: make a new one.");
  auto key = access::make_key(*access::role_from(old->role), tenant, old->label, now_us, old->expires_at_us);
  key.row.addresses = old->addresses;
  if (auto done = store::insert_api_key(database, key.row); !done) return failure(done.error());
  const auto ended = overlap_us == 0 ? store::revoke_api_key(database, tenant, id, now_us)
                                     : store::expire_api_key(database, tenant, id, now_us + overlap_us);
  if (!ended) return failure(ended.error());
  if (auto done = transaction->commit(); !done) return failure(done.error());
  made = id + " → " + key.row.id;
  return made_response(key);
}

std::variant<TimeUs, server::Response> read_overlap(std::string_view body) {
  if (body.empty()) return TimeUs{0};
  auto read = read_members(body, {"overlap_seconds"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  if (!members.has("overlap_seconds")) return TimeUs{0};
  const auto seconds = members.number("overlap_seconds");
  if (!seconds || *seconds < 0 || *seconds > kOverlapSecondsMax || std::floor(*seconds) != *seconds)
    return bad_field("/overlap_seconds", "range", "expected a whole number from 0 to 2592000");
  return static_cast<TimeUs>(*seconds) * kSecondUs;
}

}  // namespace

void bind_keys(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::keys_list] = [&queries](Call call, server::Responder respond) {
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant](store::Database& database) {
          const auto keys = store::list_api_keys(database, tenant);
          return keys ? list_response(*keys) : failure(keys.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::key_create] = [&](Call call, server::Responder respond) {
    NewKeyWish wish;
    if (auto bad = read_wish(call.request.body, clock.now_us(), wish)) return respond(std::move(*bad));
    auto key = access::make_key(wish.role, call.identity.tenant, wish.label, clock.now_us(), wish.expires_at_us);
    key.row.addresses = wish.addresses;
    queries.ask(
        call.identity.tenant,
        [key, &access, made = call.made](store::Database& database) {
          if (auto done = store::insert_api_key(database, key.row); !done) return failure(done.error());
          *made = key.row.id;
          const auto known = reload(database, access);
          return known ? made_response(key) : failure(known.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::key_rotate] = [&](Call call, server::Responder respond) {
    auto overlap = read_overlap(call.request.body);
    if (auto* refused = std::get_if<server::Response>(&overlap)) return respond(std::move(*refused));
    queries.ask(
        call.identity.tenant,
        [&access, &clock, tenant = call.identity.tenant, id = std::string(call.request.parameters.get("id")),
         overlap_us = std::get<TimeUs>(overlap), made = call.made](store::Database& database) {
          auto response = rotate(database, tenant, id, clock.now_us(), overlap_us, *made);
          const auto known = reload(database, access);
          return known || response.status >= 400 ? response : failure(known.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::key_revoke] = [&](Call call, server::Responder respond) {
    queries.ask(
        call.identity.tenant,
        [&access, &clock, tenant = call.identity.tenant,
         id = std::string(call.request.parameters.get("id"))](store::Database& database) {
          auto done = store::revoke_api_key(database, tenant, id, clock.now_us());
          if (done) done = reload(database, access);
          server::Response ok;
          ok.status = 204;
          return done ? ok : failure(done.error());
        },
        std::move(respond));
  };
}

}  // namespace shrike::api
