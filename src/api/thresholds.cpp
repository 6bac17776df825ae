// /thresholds: from which risk on events are reviewed, who set it when, and setting it by hand.
#include "shrike/store/thresholds.hpp"

#include "answers.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

using domain::EventKind;

constexpr std::size_t kNoteBytesMax = 500;

void write_review_from(JsonWriter& out, const std::optional<double>& review_from) {
  out.key("review_from");
  review_from ? out.value(*review_from) : out.null();
}

void write_change(JsonWriter& out, const store::StoredThreshold& stored) {
  out.begin_object();
  out.field("about", to_string(stored.change.about));
  write_review_from(out, stored.change.review_from);
  out.field("changed_at", format_time(stored.changed_at_us));
  out.field("by", stored.change.by);
  out.field("note", stored.change.note);
  out.end_object();
}

void write_goal(JsonWriter& out, const training::ReviewGoal& goal) {
  const auto number = [&](std::string_view name, double value) {
    out.key(name);
    value > 0 ? out.value(value) : out.null();
  };
  out.key("goal");
  out.begin_object();
  number("alerts_per_day", goal.alerts_per_day);
  number("false_positive_rate_max", goal.false_positive_rate_max);
  out.end_object();
}

Result<std::string> thresholds_json(store::Database& database, const std::string& tenant,
                                    const store::PageRequest& request, const training::ReviewGoal& goal) {
  const auto page = store::list_thresholds(database, tenant, request);
  if (!page) return page.error();
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_goal(out, goal);
  for (const EventKind about : {EventKind::transaction, EventKind::message}) {
    const auto newest = store::newest_threshold(database, tenant, about);
    if (!newest) return newest.error();
    out.key(to_string(about));
    *newest ? write_change(out, **newest) : out.null();
  }
  out.key("data");
  out.begin_array();
  for (const auto& row : page->rows) write_change(out, row);
  out.end_array();
  out.field_or_null("next_cursor", page->next_cursor.value_or(""));
  out.end_object();
  return body;
}

/// The change that a body asks for, or what is wrong with it.
std::variant<domain::ThresholdChange, server::Response> read_change(const Call& call) {
  auto read = read_members(call.request.body, {"about", "review_from", "note"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  domain::ThresholdChange change;
  const auto about = members.text("about");
  if (about != "transaction" && about != "message")
    return bad_field("/about", "required", "expected transaction or message");
  if (about == "message") change.about = EventKind::message;
  if (!members.has("review_from")) return bad_field("/review_from", "required", "expected points of risk, or null");
  change.review_from = members.number("review_from");
  const bool null = std::holds_alternative<std::monostate>(members.value("review_from"));
  if (!null && (!change.review_from || *change.review_from < 0 || *change.review_from > domain::kRiskPointsMax))
    return bad_field("/review_from", "range", "expected a number from 0 to 100, or null for the settings' levels");
  change.by = call.identity.name;
  change.note = members.text("note").value_or("");
  if (change.note.size() > kNoteBytesMax) return bad_field("/note", "too_long", "expected at most 500 bytes");
  return change;
}

}  // namespace

void bind_thresholds(Handlers& handlers, QueryDesk& queries, ReplyDesk& replies, const Clock& clock,
                     training::ReviewGoal goal) {
  handlers[Endpoint::thresholds_read] = [&queries, goal](Call call, server::Responder respond) {
    store::PageRequest page;
    if (auto bad = read_page(call.request.head, page)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, page,
         goal = call.identity.is_operator() ? goal : training::ReviewGoal()](store::Database& database) {
          auto body = thresholds_json(database, tenant, page, goal);
          return body ? server::json_response(200, std::move(*body)) : failure(body.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::threshold_set] = [&replies, &clock, goal](Call call, server::Responder respond) {
    auto read = read_change(call);
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    auto& change = std::get<domain::ThresholdChange>(read);
    if (goal.set() && call.identity.is_operator() && change.about == EventKind::transaction) {
      return respond(server::problem(409, "The settings' alert budget or false-positive limit holds this threshold."));
    }
    domain::Event event;
    event.tenant = call.identity.tenant;
    event.time_us = event.ingested_at_us = clock.now_us();
    domain::Control control;
    control.action = domain::Control::Action::threshold_set;
    control.threshold = std::move(change);
    event.body = std::move(control);
    auto waiting = std::make_shared<server::Responder>(std::move(respond));
    replies.submit({std::move(event)}, [waiting](const auto& applied) { (*waiting)(accepted(applied)); });
  };
}

}  // namespace shrike::api
