// /cases: the queue of work, one case, and what people do about it.
#include "shrike/store/cases.hpp"

#include <fmt/format.h>

#include "answers.hpp"
#include "case_json.hpp"
#include "case_patch.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/api/case_labels.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/users.hpp"

namespace shrike::api {

namespace {

server::Response no_such_case() { return server::problem(404, "There is no case with this id."); }

std::optional<store::CaseEntity> read_entity(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  const std::string_view word = text.substr(0, colon);
  const auto kind = domain::entity_kind_from(word);
  if (!kind && word != "decision") return std::nullopt;
  return store::CaseEntity{kind, std::string(text.substr(colon + 1))};
}

std::optional<server::Response> read_filter(const Call& call, store::CaseFilter& filter) {
  const auto& head = call.request.head;
  filter.tenant = call.identity.tenant;
  if (const auto state = head.query_value("state"); !state.empty()) filter.state = state;
  if (const auto who = head.query_value("assigned_to"); !who.empty())
    filter.assigned_to = who == "unassigned" ? std::string() : who == "me" ? call.identity.name : std::string(who);
  if (const auto entity = head.query_value("entity"); !entity.empty()) {
    filter.entity = read_entity(entity);
    if (!filter.entity) return bad_field("entity", "format", "expected kind:id, such as card:tok_1");
  }
  if (const auto decision = head.query_value("decision"); !decision.empty()) {
    const auto seq = domain::seq_of_decision_id(decision);
    if (!seq) return bad_field("decision", "format", "expected the id of a decision");
    filter.decision = *seq;
  }
  return read_page(head, filter.page);
}

/// Who may be given a case: analysts and administrators.
bool may_work(const store::User& user) { return !user.disabled && (user.role == "analyst" || user.role == "admin"); }

server::Response detail_response(store::Database& database, const std::string& tenant, std::int64_t number,
                                 const Explain& explain) {
  const auto found = store::find_case(database, tenant, number);
  if (!found) return failure(found.error());
  auto items = store::case_items(database, *found);
  if (!items) return failure(items.error());
  const auto users = store::list_users(database, tenant);
  if (!users) return failure(users.error());
  std::vector<std::string> assignees;
  for (const store::User& user : *users) {
    if (may_work(user)) assignees.push_back(user.name);
  }
  for (store::StoredAlert& alert : items->alerts) {
    if (alert.alert.decision == nullptr) continue;
    auto decision = std::make_shared<domain::Decision>(*alert.alert.decision);
    explain(*decision);
    alert.alert.decision = std::move(decision);
  }
  return server::json_response(200, case_detail_json(*found, *items, assignees));
}

/// 409 with what stands in the way.
server::Response stale(const store::Case& present, const store::CaseChange& change) {
  const std::string who = present.changed_by.empty() ? "a new alert" : present.changed_by;
  const std::string detail = present.version == change.version
                                 ? fmt::format("The case is closed; {} did that.", who)
                                 : fmt::format("The case was changed meanwhile, by {}.", who);
  server::Response response;
  response.status = 409;
  response.content_type = server::kProblemType;
  JsonWriter out(response.body);
  out.begin_object();
  out.field("type", "about:blank");
  out.field("title", server::reason_phrase(409));
  out.field("status", 409);
  out.field("detail", detail);
  out.field("version", present.version);
  out.field_or_null("changed_by", present.changed_by);
  out.field("changed_at", format_time(present.updated_at_us));
  out.end_object();
  return response;
}

server::Response change_response(store::Database& database, const store::CaseChange& change,
                                 const std::vector<std::string>& followers) {
  if (change.assigned_to && !change.assigned_to->empty() && *change.assigned_to != change.by) {
    const auto user = store::find_user(database, change.tenant, *change.assigned_to);
    if (!user && user.error().kind != ErrorKind::not_found) return failure(user.error());
    if (!user || !may_work(*user))
      return bad_field("/assigned_to", "unknown", "expected the name of an analyst or administrator");
  }
  const auto changed = store::change_case(database, change, followers);
  if (!changed) return failure(changed.error());
  return changed->done ? server::json_response(200, case_json(changed->present)) : stale(changed->present, change);
}

void change_case(Call call, QueryDesk& queries, CaseLabels& labels, const Clock& clock,
                 const std::vector<std::string>& followers, server::Responder respond) {
  const auto number = store::number_of_case_id(call.request.parameters.get("id"));
  if (!number) return respond(no_such_case());
  auto read = read_case_patch(call.request.body, call.identity.name, clock.now_us());
  const auto* refused = std::get_if<server::Response>(&read);
  queries.ask_then(
      call.identity.tenant,
      [&labels, number = *number, tenant = call.identity.tenant, followers,
       refused = refused != nullptr ? std::optional(*refused) : std::nullopt,
       change = refused == nullptr ? std::get<store::CaseChange>(std::move(read))
                                   : store::CaseChange()](store::Database& database) mutable -> QueryDesk::Follow {
        change.tenant = tenant;
        change.number = number;
        // Somebody else's case is not there, whatever is asked of it.
        const auto found = store::find_case(database, tenant, number);
        auto response = std::make_shared<server::Response>(!found    ? failure(found.error())
                                                           : refused ? std::move(*refused)
                                                                     : change_response(database, change, followers));
        return [&labels, response](server::Responder answer) {
          if (response->status == 200) labels.tick();
          answer(std::move(*response));
        };
      },
      std::move(respond));
}

}  // namespace

void bind_cases(Handlers& handlers, QueryDesk& queries, CaseLabels& labels, const Clock& clock, Explain explain,
                std::vector<std::string> followers) {
  handlers[Endpoint::cases_list] = [&queries, &clock](Call call, server::Responder respond) {
    store::CaseFilter filter;
    filter.now_us = clock.now_us();
    if (auto bad = read_filter(call, filter)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [filter = std::move(filter), name = call.identity.name](store::Database& database) {
          const auto page = store::list_cases(database, filter);
          if (!page) return failure(page.error());
          const auto counts = store::count_cases(database, filter.tenant, name, filter.now_us);
          if (!counts) return failure(counts.error());
          return server::json_response(200, case_page_json(*page, *counts));
        },
        std::move(respond));
  };
  handlers[Endpoint::case_read] = [&queries, explain = std::move(explain)](Call call, server::Responder respond) {
    const auto number = store::number_of_case_id(call.request.parameters.get("id"));
    if (!number) return respond(no_such_case());
    queries.ask(
        call.identity.tenant,
        [explain, tenant = call.identity.tenant, number = *number](store::Database& database) {
          return detail_response(database, tenant, number, explain);
        },
        std::move(respond));
  };
  handlers[Endpoint::case_change] = [&queries, &labels, &clock, followers = std::move(followers)](
                                        Call call, server::Responder respond) {
    change_case(std::move(call), queries, labels, clock, followers, std::move(respond));
  };
}

}  // namespace shrike::api
