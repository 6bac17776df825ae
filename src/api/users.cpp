// /users and /session/totp: people of the caller's tenant, and a second factor for oneself.
#include "answers.hpp"
#include "shrike/access/password.hpp"
#include "shrike/access/totp.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

void write_user(JsonWriter& out, const store::User& user) {
  out.begin_object();
  out.field("name", user.name);
  out.field("role", user.role);
  out.field("disabled", user.disabled);
  out.field("totp", user.totp_on);
  out.field("created_at", format_time(user.created_at_us));
  out.field("password_at", format_time(user.password_at_us));
  out.end_object();
}

server::Response user_response(int status, const store::User& user) {
  std::string body;
  JsonWriter out(body);
  write_user(out, user);
  return server::json_response(status, std::move(body));
}

server::Response list_response(const std::vector<store::User>& users) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const store::User& user : users) write_user(out, user);
  out.end_array();
  out.end_object();
  return server::json_response(200, std::move(body));
}

/// So that a change counts at once and not only at the next look at the store.
Result<void> reload(store::Database& database, access::Access& access) {
  if (auto all = database.act_for(store::kAllTenants); !all) return all;
  const auto users = store::load_users(database);
  if (!users) return users.error();
  access.replace_users(*users);
  return {};
}

/// What may be changed; what is not there stays as it is.
struct UserChange {
  std::optional<access::Role> role;
  std::optional<bool> disabled;
  std::optional<std::string> password;
  bool totp_off = false;
};

std::optional<server::Response> read_role(const JsonMembers& members, UserChange& change) {
  if (!members.has("role")) return std::nullopt;
  change.role = access::role_from(members.text("role").value_or(""));
  if (!change.role || *change.role == access::Role::ingest)
    return bad_field("/role", "format", "expected viewer, analyst, admin or auditor");
  return std::nullopt;
}

std::optional<server::Response> read_password(const JsonMembers& members, std::string_view name, UserChange& change) {
  if (!members.has("password")) return std::nullopt;
  change.password = members.text_as_sent("password");
  if (!change.password) return bad_field("/password", "type", "expected a string");
  if (auto fine = access::check_password(name, *change.password); !fine)
    return bad_field("/password", "weak", fine.error().message);
  return std::nullopt;
}

std::optional<server::Response> read_switches(const JsonMembers& members, UserChange& change) {
  change.disabled = members.flag("disabled");
  if (members.has("disabled") && !change.disabled) return bad_field("/disabled", "type", "expected true or false");
  if (!members.has("totp")) return std::nullopt;
  if (members.flag("totp") != false) return bad_field("/totp", "range", "expected false: people turn it on themselves");
  change.totp_off = true;
  return std::nullopt;
}

/// Query thread: the hash takes its time.
Result<void> apply(const UserChange& change, TimeUs now_us, store::User& user) {
  if (change.role) user.role = to_string(*change.role);
  if (change.disabled) user.disabled = *change.disabled;
  if (change.totp_off) {
    user.totp_secret.clear();
    user.totp_on = false;
  }
  if (!change.password) return {};
  auto hash = access::hash_password(*change.password);
  if (!hash) return hash.error();
  user.password_hash = std::move(*hash);
  user.password_at_us = now_us;
  return {};
}

server::Response create(store::Database& database, access::Access& access, const UserChange& change, store::User user,
                        TimeUs now_us) {
  user.created_at_us = now_us;
  if (auto done = apply(change, now_us, user); !done) return failure(done.error());
  if (auto done = store::insert_user(database, user); !done) return failure(done.error());
  const auto known = reload(database, access);
  return known ? user_response(201, user) : failure(known.error());
}

using Change = std::function<Result<void>(store::User&)>;

server::Response change_user(store::Database& database, access::Access& access, const std::string& tenant,
                             const std::string& name, const Change& change) {
  auto user = store::find_user(database, tenant, name);
  if (!user) return failure(user.error());
  if (auto done = change(*user); !done) return failure(done.error());
  if (auto done = store::update_user(database, *user); !done) return failure(done.error());
  const auto known = reload(database, access);
  return known ? user_response(200, *user) : failure(known.error());
}

void bind_create(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::user_create] = [&](Call call, server::Responder respond) {
    auto read = read_members(call.request.body, {"name", "role", "password"});
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    const auto& members = std::get<JsonMembers>(read);
    store::User user;
    user.tenant = call.identity.tenant;
    user.name = members.text("name").value_or("");
    UserChange change;
    if (auto fine = access::check_user_name(user.name); !fine)
      return respond(bad_field("/name", "format", fine.error().message));
    if (auto bad = read_role(members, change)) return respond(std::move(*bad));
    if (auto bad = read_password(members, user.name, change)) return respond(std::move(*bad));
    if (!change.role) return respond(bad_field("/role", "required", "expected viewer, analyst, admin or auditor"));
    if (!change.password) return respond(bad_field("/password", "required", "expected a string"));
    *call.made = user.name;
    queries.ask(
        call.identity.tenant,
        [=, &access, &clock](store::Database& database) {
          return create(database, access, change, user, clock.now_us());
        },
        std::move(respond));
  };
}

void bind_change(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::user_change] = [&](Call call, server::Responder respond) {
    const std::string name(call.request.parameters.get("id"));
    auto read = read_members(call.request.body, {"role", "disabled", "password", "totp"});
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    const auto& members = std::get<JsonMembers>(read);
    UserChange change;
    if (auto bad = read_role(members, change)) return respond(std::move(*bad));
    if (auto bad = read_password(members, name, change)) return respond(std::move(*bad));
    if (auto bad = read_switches(members, change)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [=, &access, &clock, tenant = call.identity.tenant](store::Database& database) {
          return change_user(database, access, tenant, name,
                             [&](store::User& user) { return apply(change, clock.now_us(), user); });
        },
        std::move(respond));
  };
}

server::Response secret_response(const std::string& secret, const std::string& name) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("secret", secret);
  out.field("uri", access::totp_uri(secret, name));
  out.end_object();
  server::Response response = server::json_response(200, std::move(body));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Result<void> begin_totp(const access::SecretBox& box, const std::string& secret, store::User& user) {
  if (user.totp_on)
    return Error{ErrorKind::conflict, "The second factor is on already; an administrator can turn it off."};
  user.totp_secret = access::seal_totp_secret(box, user, secret);
  return {};
}

Result<void> confirm_totp(const access::SecretBox& box, store::User& user, const std::string& code, TimeUs now_us) {
  const auto secret = access::open_totp_secret(box, user);
  if (user.totp_on || !secret) return Error{ErrorKind::conflict, "Ask for a secret first: POST /session/totp."};
  const auto step = access::totp_step_of(*secret, code, now_us, user.totp_step);
  if (!step) return invalid("/code: this is not the code of now");
  user.totp_step = *step;
  user.totp_on = true;
  return {};
}

/// The second factor is for people who signed in by name.
std::optional<server::Response> refuse_others(const access::Access& access, const Call& call) {
  if (access.user_of(call.identity)) return std::nullopt;
  return server::problem(403, "Sign in by name and password first.");
}

void bind_totp(Handlers& handlers, access::Access& access, const access::SecretBox& box, QueryDesk& queries,
               const Clock& clock) {
  handlers[Endpoint::totp_begin] = [&access, &queries, box](Call call, server::Responder respond) {
    if (auto refused = refuse_others(access, call)) return respond(std::move(*refused));
    queries.ask(
        call.identity.tenant,
        [&access, box, who = call.identity](store::Database& database) {
          const std::string secret = access::make_totp_secret();
          auto response = change_user(database, access, who.tenant, who.name,
                                      [&](store::User& user) { return begin_totp(box, secret, user); });
          return response.status == 200 ? secret_response(secret, who.name) : response;
        },
        std::move(respond));
  };
  handlers[Endpoint::totp_confirm] = [&access, &queries, &clock, box](Call call, server::Responder respond) {
    if (auto refused = refuse_others(access, call)) return respond(std::move(*refused));
    auto read = read_members(call.request.body, {"code"});
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    const std::string code = std::get<JsonMembers>(read).text_as_sent("code").value_or("");
    queries.ask(
        call.identity.tenant,
        [&access, &clock, box, who = call.identity, code](store::Database& database) {
          return change_user(database, access, who.tenant, who.name,
                             [&](store::User& user) { return confirm_totp(box, user, code, clock.now_us()); });
        },
        std::move(respond));
  };
}

}  // namespace

void bind_users(Handlers& handlers, access::Access& access, const access::SecretBox& box, QueryDesk& queries,
                const Clock& clock) {
  handlers[Endpoint::users_list] = [&queries](Call call, server::Responder respond) {
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant](store::Database& database) {
          const auto users = store::list_users(database, tenant);
          return users ? list_response(*users) : failure(users.error());
        },
        std::move(respond));
  };
  bind_create(handlers, access, queries, clock);
  bind_change(handlers, access, queries, clock);
  bind_totp(handlers, access, box, queries, clock);
}

}  // namespace shrike::api
