#include "shrike/server/problem.hpp"

#include <algorithm>
#include <iterator>

#include "shrike/base/card_numbers.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::server {
namespace {

struct Phrase {
  int status;
  std::string_view text;
};
// RFC 9110 section 15 and the registry behind it, in order of the number.
constexpr Phrase kPhrases[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {507, "Insufficient Storage"},
};

}  // namespace

Response problem(int status, std::string_view title, std::string_view detail, const std::vector<FieldError>& errors) {
  Response response;
  response.status = status;
  response.content_type = kProblemType;
  JsonWriter json(response.body);
  json.begin_object();
  json.field("type", "about:blank");
  json.field("title", title);
  json.field("status", status);
  // A refusal quotes what was sent: the last place where a card number could get back out.
  json.field("detail", mask_card_numbers(detail));
  if (!errors.empty()) {
    json.key("errors");
    json.begin_array();
    for (const FieldError& error : errors) {
      json.begin_object();
      json.field("pointer", mask_card_numbers(error.pointer));
      json.field("code", error.code);
      json.field("message", mask_card_numbers(error.message));
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
  return response;
}

Response problem(int status, std::string_view detail) { return problem(status, reason_phrase(status), detail); }

std::string_view reason_phrase(int status) {
  const auto* found = std::lower_bound(std::begin(kPhrases), std::end(kPhrases), status,
                                       [](const Phrase& phrase, int wanted) { return phrase.status < wanted; });
  return found != std::end(kPhrases) && found->status == status ? found->text : "Unknown";
}

}  // namespace shrike::server
