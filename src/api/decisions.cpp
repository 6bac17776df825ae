// /decisions: search, one with its explanation, and its label.
#include <fmt/core.h>

#include <charconv>

#include "answers.hpp"
#include "decision_detail.hpp"
#include "label_event.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/domain/decision_json.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/erasure.hpp"
#include "shrike/store/retention.hpp"

namespace shrike::api {

namespace {

constexpr std::string_view kDefaultCurrency = "EUR";

/// Reads the query into a filter; returns the answer to a bad one.
class FilterReader {
 public:
  FilterReader(const server::RequestHead& head, const sources::CardTokeniser& tokeniser)
      : head_(head), tokeniser_(tokeniser) {}

  std::optional<server::Response> read(store::DecisionFilter& filter) {
    for (const auto& [name, value] : head_.query) {
      if (auto bad = one(name, value, filter)) return bad;
    }
    return amounts(filter);
  }

 private:
  std::optional<server::Response> one(const std::string& name, const std::string& value,
                                      store::DecisionFilter& filter) {
    if (value.empty()) return std::nullopt;
    if (name == "level") return words(name, value, filter.levels, domain::risk_level_from);
    if (name == "outcome") return words(name, value, filter.outcomes, domain::outcome_from);
    if (name == "kind") return kind(value, filter);
    if (name == "entity") return entity(value, filter);
    // As it is stored: a search for a card number finds what has its last four digits.
    if (name == "text") return filter.text = sources::CardTokeniser::mask(value), std::nullopt;
    if (name == "currency") return filter.currency = value, std::nullopt;
    if (name == "from") return time(name, value, filter.from_us);
    if (name == "to") return time(name, value, filter.to_us);
    if (name == "limit" || name == "cursor") return read_page(name, value, filter.page);
    if (name == "amount_min") return min_ = value, std::nullopt;
    if (name == "amount_max") return max_ = value, std::nullopt;
    return bad_field(name, "unknown_parameter",
                     "expected one of level, outcome, kind, entity, text, amount_min, amount_max, currency, from, to, "
                     "limit, cursor");
  }

  template <class E>
  static std::optional<server::Response> words(std::string_view name, std::string_view list, std::vector<E>& out,
                                               std::optional<E> (*from)(std::string_view)) {
    while (!list.empty()) {
      const std::string_view word = list.substr(0, list.find(','));
      list.remove_prefix(std::min(word.size() + 1, list.size()));
      const auto value = from(word);
      if (!value)
        return bad_field(
            name, "format",
            name == "level" ? "expected Low, Medium, High or Critical" : "expected approve, review or decline");
      out.push_back(*value);
    }
    return std::nullopt;
  }

  static std::optional<server::Response> kind(std::string_view value, store::DecisionFilter& filter) {
    if (value != "transaction" && value != "message")
      return bad_field("kind", "format", "expected transaction or message");
    filter.kind = value == "transaction" ? domain::EventKind::transaction : domain::EventKind::message;
    return std::nullopt;
  }

  /// "card:tok_1" or, without a kind, whatever the value looks like: a phone number or a card.
  std::optional<server::Response> entity(std::string_view value, store::DecisionFilter& filter) const {
    const std::size_t colon = value.find(':');
    const auto given =
        colon == std::string_view::npos ? std::nullopt : domain::entity_kind_from(value.substr(0, colon));
    if (given) value.remove_prefix(colon + 1);
    const auto guess = [&] {
      if (value.starts_with("cust")) return domain::EntityKind::customer;
      if (value.starts_with("term")) return domain::EntityKind::terminal;
      const bool digits = value.find_first_not_of("+0123456789 -()") == std::string_view::npos;
      return digits ? domain::EntityKind::phone : domain::EntityKind::card;
    };
    const std::string stored = tokeniser_.tokenise(value);
    const bool card = !given && stored != value;
    filter.entity = {card ? domain::EntityKind::card : given ? *given : guess(), stored};
    return std::nullopt;
  }

  static std::optional<server::Response> time(std::string_view name, std::string_view value,
                                              std::optional<TimeUs>& out) {
    const auto parsed = parse_time(value);
    if (!parsed) return bad_field(name, "format", parsed.error().message);
    out = *parsed;
    return std::nullopt;
  }

  std::optional<server::Response> amounts(store::DecisionFilter& filter) {
    if (min_.empty() && max_.empty()) return std::nullopt;
    if (filter.currency.empty()) filter.currency = kDefaultCurrency;
    const auto currency = domain::parse_currency(filter.currency);
    if (!currency) return bad_field("currency", "format", currency.error().message);
    for (const auto& [name, text, out] : {std::tuple{"amount_min", &min_, &filter.amount_min_minor},
                                          std::tuple{"amount_max", &max_, &filter.amount_max_minor}}) {
      if (text->empty()) continue;
      const auto minor = domain::parse_decimal(*text, *currency);
      if (!minor) return bad_field(name, "format", minor.error().message);
      *out = *minor;
    }
    return std::nullopt;
  }

  const server::RequestHead& head_;
  const sources::CardTokeniser& tokeniser_;
  std::string min_;
  std::string max_;
};

server::Response page_response(const store::DecisionPage& page) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& row : page.rows) domain::write_decision_row(out, row.decision, row.fraud_label);
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

server::Response no_such_decision() { return server::problem(404, "There is no decision with this id."); }

/// Why a stored decision could not be read.
server::Response not_read(store::Database& database, const std::string& tenant, domain::Seq seq, const Error& error) {
  if (error.kind != ErrorKind::not_found) return failure(error);
  const auto purged = store::was_purged(database, tenant, seq);
  if (!purged) return failure(purged.error());
  return *purged ? server::problem(410, "A decision of this age is not kept any more.") : no_such_decision();
}

std::variant<LabelWords, server::Response> read_label(std::string_view body) {
  auto read = read_members(body, {"label", "source", "note"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  const std::string label = members.text("label").value_or("");
  if (label != "fraud" && label != "legitimate") return bad_field("/label", "format", "expected fraud or legitimate");
  LabelWords wish{label == "fraud", members.text("source").value_or("analyst"), members.text("note").value_or("")};
  if (wish.source.size() > sources::kIdBytesMax || wish.source.empty())
    return bad_field("/source", "too_long", "expected 1 to 128 bytes");
  if (wish.note.size() > 2'000) return bad_field("/note", "too_long", "expected at most 2,000 bytes");
  return wish;
}

server::Response replay_response(Result<engine::DecidedAgain> again, const Explain& explain) {
  if (!again) return server::problem(409, again.error().message);
  explain(again->decision);
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("identical", again->differences.empty());
  out.key("differences");
  out.begin_array();
  for (const std::string& name : again->differences) out.value(name);
  out.end_array();
  out.key("decision");
  domain::write_decision_row(out, again->decision, std::nullopt);
  out.end_object();
  return server::json_response(200, std::move(body));
}

void label_decision(Call call, QueryDesk& queries, ReplyDesk& replies, const Clock& clock, server::Responder respond) {
  const auto seq = domain::seq_of_decision_id(call.request.parameters.get("id"));
  if (!seq) return respond(no_such_decision());
  auto read = read_label(call.request.body);
  if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
  auto wish = std::get<LabelWords>(std::move(read));
  const auto find = [tenant = call.identity.tenant, seq = *seq](store::Database& database) {
    return store::find(database, tenant, seq);
  };
  const auto submit = [&replies, &clock, wish = std::move(wish)](const domain::Decision& decision,
                                                                 server::Responder answer) {
    auto waiting = std::make_shared<server::Responder>(std::move(answer));
    replies.submit({label_event(decision, wish, clock.now_us())},
                   [waiting](const auto& applied) { (*waiting)(accepted(applied)); });
  };
  queries.ask_then(
      call.identity.tenant,
      [find, submit](store::Database& database) -> QueryDesk::Follow {
        auto stored = find(database);
        return [submit, stored = std::move(stored)](server::Responder answer) {
          if (!stored)
            return answer(stored.error().kind == ErrorKind::not_found ? no_such_decision() : failure(stored.error()));
          if (stored->decision.event_id().empty())
            return answer(server::problem(409, "This event came without an id, so it cannot be labelled."));
          submit(stored->decision, std::move(answer));
        };
      },
      std::move(respond));
}

}  // namespace

void bind_decisions(Handlers& handlers, QueryDesk& queries, ReplyDesk& replies, Hindsight hindsight,
                    const sources::CardTokeniser& tokeniser, const Clock& clock) {
  handlers[Endpoint::decision_replay] = [&queries, hindsight](Call call, server::Responder respond) {
    const auto seq = domain::seq_of_decision_id(call.request.parameters.get("id"));
    if (!seq) return respond(no_such_decision());
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, seq = *seq, hindsight](store::Database& database) {
          const auto stored = store::find(database, tenant, seq);
          if (stored && store::is_erased(stored->decision.event))
            return server::problem(
                410, "The person whom this decision was about was erased: what it was made from is gone.");
          if (stored) return replay_response(hindsight.decide_again(stored->decision), hindsight.explain);
          return not_read(database, tenant, seq, stored.error());
        },
        std::move(respond));
  };
  handlers[Endpoint::decisions_search] = [&queries, &tokeniser, hindsight](Call call, server::Responder respond) {
    store::DecisionFilter filter;
    filter.tenant = call.identity.tenant;
    if (auto bad = FilterReader(call.request.head, tokeniser).read(filter)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [filter = std::move(filter), hindsight](store::Database& database) {
          auto page = store::search(database, filter);
          if (!page) return failure(page.error());
          for (auto& row : page->rows) hindsight.explain(row.decision);
          return page_response(*page);
        },
        std::move(respond));
  };
  handlers[Endpoint::decision_read] = [&queries, hindsight](Call call, server::Responder respond) {
    const auto seq = domain::seq_of_decision_id(call.request.parameters.get("id"));
    if (!seq) return respond(no_such_decision());
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, seq = *seq, hindsight](store::Database& database) {
          auto stored = store::find(database, tenant, seq);
          if (!stored) return not_read(database, tenant, seq, stored.error());
          hindsight.explain(stored->decision);
          return server::json_response(200, detail_json(*stored, hindsight.counterfactual(stored->decision),
                                                        hindsight.anomaly_score(stored->decision)));
        },
        std::move(respond));
  };
  handlers[Endpoint::decision_label] = [&](Call call, server::Responder respond) {
    label_decision(std::move(call), queries, replies, clock, std::move(respond));
  };
}

}  // namespace shrike::api
