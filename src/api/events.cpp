// POST /analyze and POST /transactions: the way in.
#include <algorithm>

#include "answers.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/domain/decision_json.hpp"
#include "shrike/store/decisions.hpp"

namespace shrike::api {

namespace {

server::Response reply(const domain::Decision& decision, bool duplicate) {
  std::string body;
  body.reserve(1024);
  JsonWriter out(body);
  domain::write_analyze_reply(out, decision, duplicate);
  return server::json_response(200, std::move(body));
}

/// The same request again: the decision that was made then. It may be one that nobody waited for.
void reply_earlier(const domain::Decision& decision, ReplyDesk& replies, QueryDesk& queries, const Explain& explain,
                   server::Responder respond) {
  if (const auto recent = replies.recent(decision.first_seq)) {
    domain::Decision earlier = *recent;
    explain(earlier);
    return respond(reply(earlier, true));
  }
  queries.ask(
      decision.event.tenant,
      [tenant = decision.event.tenant, seq = decision.first_seq, explain](store::Database& database) {
        auto stored = store::find(database, tenant, seq);
        if (!stored) return busy("the earlier decision is still being stored");
        explain(stored->decision);
        return reply(stored->decision, true);
      },
      std::move(respond));
}

void analyze(Call call, sources::EventParser& parser, ReplyDesk& replies, QueryDesk& queries, const Explain& explain,
             server::Responder respond) {
  if (replies.turns_away()) return respond(failure(ReplyDesk::full()));
  auto parsed = parser.parse_analyze(call.request.body, call.identity.tenant);
  if (const auto* refused = std::get_if<sources::Rejection>(&parsed)) return respond(rejected(*refused));
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  const auto done = [waiting, &replies, &queries, explain](const Result<std::vector<domain::DecisionPtr>>& decided) {
    if (!decided) return (*waiting)(failure(decided.error()));
    SHRIKE_ASSERT(decided->size() == 1);
    const domain::Decision& decision = *decided->front();
    switch (decision.evaluation) {
      case domain::Evaluation::fresh:
        return (*waiting)(reply(decision, false));
      case domain::Evaluation::duplicate:
        return reply_earlier(decision, replies, queries, explain, std::move(*waiting));
      case domain::Evaluation::conflict:
        return (*waiting)(server::problem(409, "An event with this id but another body was decided before."));
    }
  };
  std::vector<domain::Event> events;
  events.push_back(std::move(std::get<domain::Event>(parsed)));
  replies.submit(std::move(events), done);
}

struct Counts {
  std::size_t accepted = 0;
  std::size_t duplicate = 0;
  std::size_t conflict = 0;
};

Counts counts_of(const std::vector<domain::DecisionPtr>& decisions) {
  Counts out;
  for (const auto& decision : decisions) {
    ++(decision->evaluation == domain::Evaluation::fresh       ? out.accepted
       : decision->evaluation == domain::Evaluation::duplicate ? out.duplicate
                                                               : out.conflict);
  }
  return out;
}

server::Response bulk_reply(const Counts& counts, const sources::EventParser::Bulk& bulk) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("accepted", std::uint64_t{counts.accepted});
  out.field("duplicate", std::uint64_t{counts.duplicate});
  out.field("conflict", std::uint64_t{counts.conflict});
  out.field("rejected", std::uint64_t{bulk.rejected_count});
  out.key("rejections");
  out.begin_array();
  for (const auto& line : bulk.rejected) {
    out.begin_object();
    out.field("line", std::uint64_t{line.number});
    out.key("errors");
    out.begin_array();
    for (const auto& error : line.rejection.errors) {
      out.begin_object();
      out.field("pointer", error.pointer);
      out.field("code", error.code);
      out.field("message", error.message);
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return server::json_response(202, std::move(body));
}

void transactions(Call call, sources::EventParser& parser, ReplyDesk& replies, server::Responder respond) {
  const bool ndjson = !call.request.head.header("Content-Type").starts_with("application/json");
  if (replies.turns_away()) return respond(failure(ReplyDesk::full()));
  auto parsed = parser.parse_bulk(call.request.body, ndjson, call.identity.tenant);
  if (const auto* refused = std::get_if<sources::Rejection>(&parsed)) return respond(rejected(*refused));
  auto bulk = std::make_shared<sources::EventParser::Bulk>(std::get<sources::EventParser::Bulk>(std::move(parsed)));
  if (bulk->events.empty()) return respond(bulk_reply({}, *bulk));
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  const auto done = [waiting, bulk](const Result<std::vector<domain::DecisionPtr>>& decided) {
    (*waiting)(decided ? bulk_reply(counts_of(*decided), *bulk) : failure(decided.error()));
  };
  replies.submit(std::move(bulk->events), done);
}

}  // namespace

void bind_events(Handlers& handlers, sources::EventParser& parser, ReplyDesk& replies, QueryDesk& queries,
                 Explain explain) {
  handlers[Endpoint::analyze] = [&, explain = std::move(explain)](Call call, server::Responder respond) {
    analyze(std::move(call), parser, replies, queries, explain, std::move(respond));
  };
  handlers[Endpoint::transactions] = [&](Call call, server::Responder respond) {
    transactions(std::move(call), parser, replies, std::move(respond));
  };
}

}  // namespace shrike::api
