// /session/password: one's own password.
#include "shrike/access/password.hpp"

#include <fmt/format.h>

#include "answers.hpp"
#include "shrike/access/sign_in.hpp"
#include "shrike/api/bind.hpp"

namespace shrike::api {

namespace {

struct Wish {
  std::string present;
  std::string next;
};

std::variant<Wish, server::Response> read_wish(const Call& call) {
  auto read = read_members(call.request.body, {"current", "new"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  const auto present = members.text("current");
  const auto next = members.text("new");
  if (!present) return bad_field("/current", "required", "expected a string");
  if (!next) return bad_field("/new", "required", "expected a string");
  if (const auto fine = access::check_password(call.identity.name, *next); !fine)
    return bad_field("/new", "weak", fine.error().message);
  if (*next == *present) return bad_field("/new", "weak", "expected another password than the current one");
  return Wish{*present, *next};
}

/// Query thread: both hashes take their time. Error: denied, where the present password is another.
Result<void> change(store::Database& database, access::Access& access, const access::Identity& who, const Wish& wish,
                    TimeUs now_us) {
  auto user = store::find_user(database, who.tenant, who.name);
  if (!user) return user.error();
  if (!access::password_fits(user->password_hash, wish.present))
    return Error{ErrorKind::denied, "This is not your current password."};
  auto hash = access::hash_password(wish.next);
  if (!hash) return hash.error();
  user->password_hash = std::move(*hash);
  user->password_at_us = now_us;
  if (auto done = store::update_user(database, *user); !done) return done;
  if (auto all = database.act_for(store::kAllTenants); !all) return all;
  const auto users = store::load_users(database);
  if (!users) return users.error();
  access.replace_users(*users, &who);
  return {};
}

server::Response too_many(TimeUs left_us) {
  server::Response response = server::problem(429, "Too many wrong passwords: try again later.");
  response.headers.emplace_back("Retry-After", fmt::format("{}", left_us / kSecondUs + 1));
  return response;
}

}  // namespace

void bind_password(Handlers& handlers, access::Access& access, access::SignIn& sign_in, QueryDesk& queries,
                   const Clock& clock) {
  handlers[Endpoint::own_password] = [&](const Call& call, server::Responder respond) {
    if (!access.user_of(call.identity)) return respond(server::problem(403, "Sign in by name and password first."));
    // Whoever holds a stolen session must not find the password by trying.
    const std::string place = "password of " + call.identity.name;
    if (const TimeUs left_us = sign_in.throttle().locked_us(place); left_us > 0) return respond(too_many(left_us));
    auto read = read_wish(call);
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    *call.made = call.identity.name;
    queries.ask_then(
        call.identity.tenant,
        [&, who = call.identity, place, wish = std::get<Wish>(read)](store::Database& database) -> QueryDesk::Follow {
          return
              [&sign_in, place, done = change(database, access, who, wish, clock.now_us())](server::Responder answer) {
                server::Response ok;
                ok.status = 204;
                if (!done && done.error().kind == ErrorKind::denied) sign_in.throttle().fail(place);
                if (done) sign_in.throttle().succeed(place);
                answer(done ? ok : failure(done.error()));
              };
        },
        std::move(respond));
  };
}

}  // namespace shrike::api
