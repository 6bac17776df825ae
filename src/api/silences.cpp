// /alerts/silences: alerts that are not sent for a while.
#include "shrike/store/silences.hpp"
#include <algorithm>
#include <array>
#include <charconv>

#include "answers.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

constexpr TimeUs kLongestUs = 30 * kDayUs;
constexpr std::size_t kTypeBytesMax = 64;
constexpr std::size_t kReasonBytesMax = 500;
constexpr std::array<std::string_view, 3> kSeverities{"critical", "warning", "info"};

void write_silence(JsonWriter& out, const store::Silence& silence) {
  out.begin_object();
  out.field("id", silence.number);
  out.field_or_null("type", silence.type);
  out.field_or_null("severity", silence.severity);
  out.field_or_null("entity", silence.entity);
  out.field("reason", silence.reason);
  out.field("by", silence.by);
  out.field("created_at", format_time(silence.created_at_us));
  out.field("until", format_time(silence.until_us));
  out.end_object();
}

server::Response list_response(const std::vector<store::Silence>& silences) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& silence : silences) write_silence(out, silence);
  out.end_array();
  out.end_object();
  return server::json_response(200, std::move(body));
}

std::optional<server::Response> read_matcher(const JsonMembers& members, const sources::CardTokeniser& tokeniser,
                                             store::Silence& silence) {
  silence.type = members.text("type").value_or("");
  silence.severity = members.text("severity").value_or("");
  silence.entity = tokeniser.tokenise(members.text_as_sent("entity").value_or(""));
  if (silence.type.size() > kTypeBytesMax) return bad_field("/type", "too_long", "expected at most 64 bytes");
  if (silence.entity.size() > sources::kIdBytesMax)
    return bad_field("/entity", "too_long", "expected at most 128 bytes");
  if (!silence.severity.empty() && std::ranges::find(kSeverities, silence.severity) == kSeverities.end())
    return bad_field("/severity", "format", "expected critical, warning or info");
  if (silence.type.empty() && silence.severity.empty() && silence.entity.empty())
    return bad_field("", "required", "expected type, severity or entity: a silence of everything is refused");
  return std::nullopt;
}

std::optional<server::Response> read_rest(const JsonMembers& members, store::Silence& silence) {
  silence.reason = members.text("reason").value_or("");
  if (silence.reason.empty() || silence.reason.size() > kReasonBytesMax)
    return bad_field("/reason", "required", "expected a text of 1 to 500 bytes");
  const auto until_us = parse_time(members.text("until").value_or(""));
  if (!until_us) return bad_field("/until", "format", until_us.error().message);
  silence.until_us = *until_us;
  if (*until_us <= silence.created_at_us || *until_us > silence.created_at_us + kLongestUs)
    return bad_field("/until", "range", "expected a time in the next 30 days");
  return std::nullopt;
}

server::Response add(store::Database& database, store::Silence silence) {
  const auto number = store::add_silence(database, silence);
  if (!number) return failure(number.error());
  silence.number = *number;
  std::string body;
  JsonWriter out(body);
  write_silence(out, silence);
  return server::json_response(201, std::move(body));
}

void on_add(const Call& call, QueryDesk& queries, const sources::CardTokeniser& tokeniser, TimeUs now_us,
            server::Responder respond) {
  auto read = read_members(call.request.body, {"type", "severity", "entity", "until", "reason"});
  if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
  const auto& members = std::get<JsonMembers>(read);
  store::Silence silence;
  silence.tenant = call.identity.tenant;
  silence.by = call.identity.name;
  silence.created_at_us = now_us;
  if (auto bad = read_matcher(members, tokeniser, silence)) return respond(std::move(*bad));
  if (auto bad = read_rest(members, silence)) return respond(std::move(*bad));
  queries.ask(
      call.identity.tenant, [silence](store::Database& database) { return add(database, silence); },
      std::move(respond));
}

}  // namespace

void bind_silences(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser,
                   const Clock& clock) {
  handlers[Endpoint::silences_list] = [&queries, &clock](Call call, server::Responder respond) {
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, now_us = clock.now_us()](store::Database& database) {
          const auto silences = store::active_silences(database, tenant, now_us);
          return silences ? list_response(*silences) : failure(silences.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::silence_add] = [&queries, &tokeniser, &clock](Call call, server::Responder respond) {
    on_add(call, queries, tokeniser, clock.now_us(), std::move(respond));
  };
  handlers[Endpoint::silence_end] = [&queries, &clock](Call call, server::Responder respond) {
    const std::string_view text = call.request.parameters.get("id");
    std::uint32_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
      return respond(server::problem(404, "There is no silence with this id."));
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, number, now_us = clock.now_us()](store::Database& database) {
          const auto done = store::end_silence(database, tenant, number, now_us);
          server::Response ok;
          ok.status = 204;
          return done ? ok : failure(done.error());
        },
        std::move(respond));
  };
}

}  // namespace shrike::api
