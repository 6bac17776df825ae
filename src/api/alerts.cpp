// /alerts: history and triage.
#include "shrike/store/alerts.hpp"
#include "answers.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/domain/decision_json.hpp"
#include "shrike/store/cases.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/system_alerts.hpp"

namespace shrike::api {

namespace {

void write_row(JsonWriter& out, const store::StoredAlert& row) {
  const std::string case_id = row.case_number == 0 ? std::string() : store::case_id(row.case_number);
  if (row.alert.decision != nullptr) domain::write_alert(out, row.alert, case_id);
}

void write_row(JsonWriter& out, const store::SystemAlert& alert) {
  const auto time = [](TimeUs time_us) { return time_us == 0 ? std::string() : format_time(time_us); };
  out.begin_object();
  out.field("id", domain::system_alert_id(alert.number));
  out.field("class", "system");
  out.field("alert_type", alert.type);
  out.field("severity", alert.severity);
  out.field("state", alert.state);
  out.field("title", alert.title);
  out.field("time", format_time(alert.raised_at_us));
  out.field("value", alert.value);
  out.field("threshold", alert.threshold);
  out.field_or_null("acknowledged_by", alert.acknowledged_by);
  out.field_or_null("acknowledged_at", time(alert.acknowledged_at_us));
  out.field_or_null("resolved_by", alert.resolved_by);
  out.field_or_null("resolved_at", time(alert.resolved_at_us));
  out.end_object();
}

template <class Page>
server::Response page_response(const Result<Page>& page) {
  if (!page) return failure(page.error());
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& row : page->rows) write_row(out, row);
  out.end_array();
  out.field_or_null("next_cursor", page->next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

/// What somebody does about an alert of either class.
struct Step {
  bool resolve = false;
  std::string id;
  std::string tenant;
  std::string by;
  TimeUs at_us = 0;
  std::vector<std::string> channels;  ///< that are told, where they had told of the alert

  [[nodiscard]] Result<void> take(store::Database& database) const {
    auto transaction = store::Transaction::begin(database);
    if (!transaction) return transaction.error();
    if (auto done = change(database); !done) return done;
    const store::FollowUp followup{tenant, resolve ? "resolve" : "acknowledge", at_us};
    if (auto done = store::put_followups(database, followup, std::span(&id, 1), channels); !done) return done;
    return transaction->commit();
  }

  [[nodiscard]] Result<void> change(store::Database& database) const {
    if (const auto seq = domain::seq_of_alert_id(id)) {
      const store::AlertStep step{tenant, *seq, by, at_us};
      return resolve ? store::resolve_alert(database, step) : store::acknowledge_alert(database, step);
    }
    const auto number = domain::number_of_system_alert_id(id);
    if (!number) return Error{ErrorKind::not_found, "There is no alert with this id."};
    const store::SystemAlertStep step{tenant, *number, by, at_us};
    return resolve ? store::resolve_system_alert(database, step) : store::acknowledge_system_alert(database, step);
  }
};

Handler step_handler(QueryDesk& queries, const Clock& clock, std::vector<std::string> followers, bool resolve) {
  return [&queries, &clock, followers = std::move(followers), resolve](Call call, server::Responder respond) {
    Step step{resolve,
              std::string(call.request.parameters.get("id")),
              call.identity.tenant,
              call.identity.name,
              clock.now_us(),
              followers};
    queries.ask(
        call.identity.tenant,
        [step = std::move(step)](store::Database& database) {
          const auto done = step.take(database);
          server::Response ok;
          ok.status = 204;
          return done ? ok : failure(done.error());
        },
        std::move(respond));
  };
}

}  // namespace

void bind_alerts(Handlers& handlers, QueryDesk& queries, const Clock& clock, std::vector<std::string> followers) {
  handlers[Endpoint::alerts_list] = [&queries](Call call, server::Responder respond) {
    store::AlertFilter filter;
    filter.tenant = call.identity.tenant;
    filter.state = call.request.head.query_value("state");
    const auto which = call.request.head.query_value("class");
    if (!which.empty() && which != "fraud" && which != "system")
      return respond(bad_field("class", "format", "expected fraud or system"));
    if (auto bad = read_page(call.request.head, filter.page)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [filter, system = which == "system"](store::Database& database) {
          if (system)
            return page_response(store::list_system_alerts(database, filter.tenant, filter.state, filter.page));
          return page_response(store::list_alerts(database, filter));
        },
        std::move(respond));
  };
  handlers[Endpoint::alert_acknowledge] = step_handler(queries, clock, followers, false);
  handlers[Endpoint::alert_resolve] = step_handler(queries, clock, std::move(followers), true);
}

}  // namespace shrike::api
