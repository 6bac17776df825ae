// /models: which versions there are, who judges, and changing it through the eventlog, so that replay knows it.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "answers.hpp"
#include "model_card.hpp"
#include "model_json.hpp"
#include "shrike/api/bind.hpp"

namespace shrike::api {

namespace {

constexpr std::size_t kNoteBytesMax = 500;

server::Response models_response(const ModelControl& models, const std::string& tenant) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const ModelView& model : models.models(tenant)) write_model(out, model);
  out.end_array();
  // What a rollback would bring back.
  out.key("previous");
  out.begin_object();
  for (const auto about : {domain::EventKind::transaction, domain::EventKind::message}) {
    const domain::ModelRef before = models.previous(tenant, about);
    out.key(to_string(about));
    if (before.version == 0) {
      out.null();
      continue;
    }
    out.begin_object();
    out.field("id", before.id);
    out.field("version", before.version);
    out.end_object();
  }
  out.end_object();
  out.key("training");
  write_training(out, models.training(tenant));
  out.end_object();
  return server::json_response(200, std::move(body));
}

server::Response changed_response(const domain::ModelRef& model) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("status", "accepted");
  out.key("model");
  out.begin_object();
  out.field("id", model.id);
  out.field("version", model.version);
  out.end_object();
  out.end_object();
  return server::json_response(202, std::move(body));
}

/// A whole number of that range; nullopt where the member is something else.
std::optional<std::uint32_t> whole(const JsonMembers& members, std::string_view name, double low, double high) {
  const auto number = members.number(name);
  if (!number || *number < low || *number > high || std::floor(*number) != *number) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

/// What a request asks for, or what is wrong with it.
struct Wish {
  const Call& call;
  const ModelControl& models;
  domain::ModelChange change;

  /// Sets `about`; nullopt when the id is known.
  std::optional<server::Response> name() {
    change.model.id = call.request.parameters.get("id");
    change.by = call.identity.name;
    const auto all = models.models(call.identity.tenant);
    const auto known = std::ranges::find(
        all, change.model.id, [](const ModelView& model) -> const auto& { return model.ref.id; });
    if (known == all.end()) return server::problem(404, "There is no model with this id.");
    if (known->kind == "isolation_forest") return server::problem(409, "This model is a monitor: it does not judge.");
    change.about = known->about;
    return std::nullopt;
  }

  std::optional<server::Response> note(const JsonMembers& members) {
    change.note = members.text("note").value_or("");
    if (change.note.size() > kNoteBytesMax) return bad_field("/note", "too_long", "expected at most 500 bytes");
    return std::nullopt;
  }

  /// The version must be there.
  std::optional<server::Response> check_version() const {
    const auto all = models.models(call.identity.tenant);
    if (std::ranges::find(all, change.model, &ModelView::ref) != all.end()) return std::nullopt;
    return bad_field("/version", "unknown", "expected a version that GET /models lists");
  }

  std::optional<server::Response> read_activation() {
    if (auto bad = name()) return bad;
    if (call.request.body.empty()) return read_rollback();
    auto read = read_members(call.request.body, {"version", "note"});
    if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
    const auto& members = std::get<JsonMembers>(read);
    if (auto bad = note(members)) return bad;
    if (!members.has("version")) return read_rollback();
    const auto version = whole(members, "version", 1, 4e9);
    if (!version) return bad_field("/version", "type", "expected a whole number from 1");
    change.model.version = *version;
    return check_version();
  }

  std::optional<server::Response> read_rollback() {
    const domain::ModelRef before = models.previous(call.identity.tenant, change.about);
    if (before.version == 0) return server::problem(409, "No other model has judged before: name a version.");
    change.model = before;
    return check_version();
  }

  std::optional<server::Response> check_end() const {
    if (!models.challenged_by_base(call.identity.tenant, change.about)) return std::nullopt;
    return server::problem(409, "This challenge is the operator's: a champion of your own choice is not part of it.");
  }

  std::optional<server::Response> read_challenge() {
    if (auto bad = name()) return bad;
    auto read = read_members(call.request.body, {"version", "share_percent", "note"});
    if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
    const auto& members = std::get<JsonMembers>(read);
    if (auto bad = note(members)) return bad;
    const auto version = whole(members, "version", 0, 4e9);
    if (!version) return bad_field("/version", "required", "expected a whole number; 0 ends the challenge");
    const auto share = members.has("share_percent") ? whole(members, "share_percent", 0, 100) : 0;
    if (!share) return bad_field("/share_percent", "range", "expected a whole number from 0 to 100");
    change.model.version = *version;
    change.share_percent = static_cast<std::uint8_t>(*share);
    if (*version == 0) return check_end();
    const auto all = models.models(call.identity.tenant);
    const auto found = std::ranges::find(all, change.model, &ModelView::ref);
    if (found != all.end() && found->state == "champion")
      return bad_field("/version", "conflict", "this version is the champion itself");
    return check_version();
  }
};

/// That version, or the one that judges.
server::Response card_response(const ModelControl& models, const Call& call) {
  const std::string_view version = call.request.head.query_value("version");
  for (const ModelView& model : models.models(call.identity.tenant)) {
    if (model.ref.id != call.request.parameters.get("id")) continue;
    const bool wanted = version.empty() ? model.state == "champion" || model.state == "monitor"
                                        : version == fmt::format("{}", model.ref.version);
    if (!wanted) continue;
    server::Response response;
    response.content_type = "text/markdown; charset=utf-8";
    response.body = model_card(model);
    return response;
  }
  return server::problem(404, "There is no such version of a model with this id.");
}

/// Appends the change; the answer comes when it is durable and applied.
void submit(domain::ModelChange change, domain::Control::Action action, const std::string& tenant, ReplyDesk& replies,
            TimeUs now_us, server::Responder respond) {
  domain::Event event;
  event.tenant = tenant;
  event.time_us = event.ingested_at_us = now_us;
  domain::Control control;
  control.action = action;
  control.change = change;
  event.body = std::move(control);
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  replies.submit({std::move(event)}, [waiting, model = std::move(change.model)](const auto& applied) {
    (*waiting)(applied ? changed_response(model) : failure(applied.error()));
  });
}

}  // namespace

void bind_models(Handlers& handlers, ModelControl& models, ReplyDesk& replies, const Clock& clock) {
  handlers[Endpoint::models_list] = [&models](Call call, server::Responder respond) {
    respond(models_response(models, call.identity.tenant));
  };
  handlers[Endpoint::model_card] = [&models](Call call, server::Responder respond) {
    respond(card_response(models, call));
  };
  handlers[Endpoint::model_activate] = [&](Call call, server::Responder respond) {
    Wish wish{call, models, {}};
    if (auto bad = wish.read_activation()) return respond(std::move(*bad));
    submit(std::move(wish.change), domain::Control::Action::model_activate, call.identity.tenant, replies,
           clock.now_us(), std::move(respond));
  };
  handlers[Endpoint::model_challenge] = [&](Call call, server::Responder respond) {
    Wish wish{call, models, {}};
    if (auto bad = wish.read_challenge()) return respond(std::move(*bad));
    submit(std::move(wish.change), domain::Control::Action::model_challenge, call.identity.tenant, replies,
           clock.now_us(), std::move(respond));
  };
}

}  // namespace shrike::api
