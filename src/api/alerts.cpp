// /alerts: history and triage.
#include "shrike/store/alerts.hpp"
#include "answers.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/domain/decision_json.hpp"

namespace shrike::api {

namespace {

std::optional<domain::Seq> seq_of_alert_id(std::string_view id) {
  if (!id.starts_with("al_")) return std::nullopt;
  return domain::seq_of_decision_id("dec_" + std::string(id.substr(3)));
}

server::Response page_response(const store::AlertPage& page) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& row : page.rows) {
    if (row.alert.decision != nullptr) domain::write_alert(out, row.alert);
  }
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

using Step = Result<void> (*)(store::Database&, const store::AlertStep&);

Handler step_handler(QueryDesk& queries, const Clock& clock, Step step) {
  return [&queries, &clock, step](Call call, server::Responder respond) {
    const auto seq = seq_of_alert_id(call.request.parameters.get("id"));
    if (!seq) return respond(server::problem(404, "There is no alert with this id."));
    const store::AlertStep what{call.identity.tenant, *seq, call.identity.name, clock.now_us()};
    queries.ask(
        [what, step](store::Database& database) {
          const auto done = step(database, what);
          server::Response ok;
          ok.status = 204;
          return done ? ok : failure(done.error());
        },
        std::move(respond));
  };
}

}  // namespace

void bind_alerts(Handlers& handlers, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::alerts_list] = [&queries](Call call, server::Responder respond) {
    store::AlertFilter filter;
    filter.tenant = call.identity.tenant;
    filter.state = call.request.head.query_value("state");
    if (auto bad = read_page(call.request.head, filter.page)) return respond(std::move(*bad));
    queries.ask(
        [filter](store::Database& database) {
          const auto page = store::list_alerts(database, filter);
          return page ? page_response(*page) : failure(page.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::alert_acknowledge] = step_handler(queries, clock, store::acknowledge_alert);
  handlers[Endpoint::alert_resolve] = step_handler(queries, clock, store::resolve_alert);
}

}  // namespace shrike::api
