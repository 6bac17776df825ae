// POST /retrain: what to learn from, checked in full before anything starts.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "model_json.hpp"
#include "shrike/api/bind.hpp"

namespace shrike::api {

namespace {

using nlohmann::json;

constexpr std::size_t kMessagesMax = 100'000;
constexpr int kDaysDefault = 90;
constexpr int kDaysMax = 3'650;

using Bad = std::optional<server::Response>;

Bad read_messages(const json& body, const char* name, std::vector<std::string>& into) {
  const auto list = body.find(name);
  if (list == body.end()) return std::nullopt;
  const std::string pointer = fmt::format("/{}", name);
  if (!list->is_array()) return bad_field(pointer, "type", "expected an array of texts");
  if (list->size() > kMessagesMax)
    return bad_field(pointer, "too_long", fmt::format("expected at most {} messages", kMessagesMax));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json& item = (*list)[i];
    const std::string at = fmt::format("{}/{}", pointer, i);
    if (!item.is_string()) return bad_field(at, "type", "expected a text");
    auto text = item.get<std::string>();
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
      return bad_field(at, "required", "expected a text with words");
    if (text.size() > sources::kMessageBytesMax)
      return bad_field(at, "too_long", fmt::format("expected at most {} bytes", sources::kMessageBytesMax));
    into.push_back(sources::CardTokeniser::mask(text));
  }
  return std::nullopt;
}

/// One transaction with its truth: the fields of POST /analyze and is_fraud.
Bad read_transaction(json item, std::size_t number, sources::EventParser& parser, RetrainRequest& request) {
  const std::string pointer = fmt::format("/transactions/{}", number);
  if (!item.is_object()) return bad_field(pointer, "type", "expected an object");
  const auto truth = item.find("is_fraud");
  const bool given = truth != item.end() && (truth->is_boolean() || *truth == 0 || *truth == 1);
  if (!given) return bad_field(pointer + "/is_fraud", "required", "expected true or false");
  const bool fraud = truth->is_boolean() ? truth->get<bool>() : *truth == 1;
  item.erase("is_fraud");
  auto parsed = parser.parse_analyze(json{{"transaction", std::move(item)}}.dump(), request.tenant);
  if (auto* refused = std::get_if<sources::Rejection>(&parsed)) {
    for (auto& error : refused->errors)
      error.pointer.replace(0, std::min<std::size_t>(12, error.pointer.size()), pointer);
    return rejected(*refused);
  }
  request.transactions.emplace_back(std::move(std::get<domain::Event>(parsed)), fraud);
  return std::nullopt;
}

Bad read_transactions(const json& body, sources::EventParser& parser, RetrainRequest& request) {
  const auto list = body.find("transactions");
  if (list == body.end()) return std::nullopt;
  if (!list->is_array() || list->empty())
    return bad_field("/transactions", "type", "expected an array of transactions");
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (auto bad = read_transaction((*list)[i], i, parser, request)) return bad;
  }
  return std::nullopt;
}

Bad read_source(const json& body, RetrainRequest& request) {
  const auto source = body.find("source");
  const auto days = body.find("days");
  const auto only = body.find("only");
  if (source == body.end()) {
    if (only != body.end()) return bad_field("/only", "unexpected", "expected only together with source");
    return days == body.end() ? Bad() : bad_field("/days", "unexpected", "expected only together with source");
  }
  if (*source != "labels") return bad_field("/source", "format", "expected labels");
  if (only != body.end() && *only != "calibration") return bad_field("/only", "format", "expected calibration");
  request.calibration_only = only != body.end();
  request.label_days = kDaysDefault;
  if (days == body.end()) return std::nullopt;
  if (!days->is_number_integer() || *days < 1 || *days > kDaysMax)
    return bad_field("/days", "range", fmt::format("expected a whole number from 1 to {}", kDaysMax));
  request.label_days = days->get<int>();
  return std::nullopt;
}

/// Card verification data, however deep it lies. The body is at most kJsonDepthMax deep.
Bad check_forbidden(const json& value, const std::string& pointer) {
  if (!value.is_structured()) return std::nullopt;
  for (const auto& [name, member] : value.items()) {
    const std::string at = pointer + "/" + name.substr(0, sources::kIdBytesMax);
    if (value.is_object() && sources::is_forbidden_field(name))
      return bad_field(at, "forbidden", "card verification data must not be sent (PCI DSS 3.3.1)");
    if (auto bad = check_forbidden(member, at)) return bad;
  }
  return std::nullopt;
}

Bad check_members(const json& body) {
  if (!body.is_object()) return bad_field("", "type", "expected an object");
  for (const auto& [name, value] : body.items()) {
    const bool known = name == "scam_messages" || name == "legitimate_messages" || name == "transactions" ||
                       name == "source" || name == "days" || name == "only";
    if (!known) {
      return bad_field("/" + name.substr(0, 64), "unknown",
                       "expected scam_messages, legitimate_messages, transactions, source, days or only");
    }
  }
  return std::nullopt;
}

Bad check_kinds(const RetrainRequest& request) {
  const bool messages = !request.scam_messages.empty() || !request.legitimate_messages.empty();
  const int kinds = (messages ? 1 : 0) + (request.transactions.empty() ? 0 : 1) + (request.label_days ? 1 : 0);
  if (kinds != 1) return bad_field("", "required", "expected messages, or transactions, or a source");
  return std::nullopt;
}

Bad read_request(std::string_view text, sources::EventParser& parser, RetrainRequest& request) {
  bool deep = false;
  // What is deeper is thrown away while it is read: copying it would take as much stack.
  const auto shallow = [&](int depth, json::parse_event_t, json&) {
    const bool fits = depth <= static_cast<int>(sources::kJsonDepthMax);
    deep = deep || !fits;
    return fits;
  };
  const json body = json::parse(text, shallow, false);
  if (deep)
    return rejected({true, {{"", "json_depth", fmt::format("expected at most {} levels", sources::kJsonDepthMax)}}});
  if (body.is_discarded()) return rejected({true, {{"", "json_syntax", "expected valid JSON"}}});
  if (auto bad = check_forbidden(body, "")) return bad;
  if (auto bad = check_members(body)) return bad;
  if (auto bad = read_messages(body, "scam_messages", request.scam_messages)) return bad;
  if (auto bad = read_messages(body, "legitimate_messages", request.legitimate_messages)) return bad;
  if (auto bad = read_transactions(body, parser, request)) return bad;
  if (auto bad = read_source(body, request)) return bad;
  return check_kinds(request);
}

server::Response report_response(const RetrainReport& report) {
  std::string body;
  JsonWriter out(body);
  write_report(out, report);
  return server::json_response(200, std::move(body));
}

/// It goes on: GET /models and the live channel tell how.
server::Response running_response(const ModelControl& models, const std::string& tenant) {
  return server::json_response(202, fmt::format(R"({{"status":"Training","job":{}}})", models.training(tenant).job));
}

/// A caller of POST /retrain, from its body to its answer.
struct Waiting {
  Call call;
  server::Responder respond;
  Bad bad;  ///< written before the training's answer is posted, read after it
};

std::optional<RetrainRequest> read_call(Waiting& waiting, const RetrainGate& gate) {
  sources::EventParser parser(gate.tokeniser, gate.clock, gate.default_currency);
  parser.set_currency_of(gate.currency_of);
  RetrainRequest request;
  request.tenant = waiting.call.identity.tenant;
  request.by = waiting.call.identity.name;
  waiting.bad = read_request(waiting.call.request.body, parser, request);
  if (waiting.bad) return std::nullopt;
  waiting.call.request.body = {};
  return request;
}

}  // namespace

void bind_retrain(Handlers& handlers, ModelControl& models, RetrainGate gate) {
  handlers[Endpoint::retrain] = [&models, gate = std::move(gate)](Call call, server::Responder respond) {
    auto waiting = std::make_shared<Waiting>(Waiting{std::move(call), std::move(respond), {}});
    const std::string tenant = waiting->call.identity.tenant;
    models.retrain(
        tenant, [waiting, gate] { return read_call(*waiting, gate); },
        [waiting, &models, tenant](const auto& result) {
          if (result && !*result) return waiting->respond(running_response(models, tenant));
          if (result) return waiting->respond(report_response(**result));
          waiting->respond(waiting->bad ? std::move(*waiting->bad) : failure(result.error()));
        });
  };
}

}  // namespace shrike::api
