#include "server/outgoing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "server/text.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::server {
namespace {

constexpr std::size_t kCopiedBodyMax = 16 * 1024;
constexpr std::size_t kKeptBufferMax = 64 * 1024;

constexpr std::string_view kNoSniff = "X-Content-Type-Options: nosniff\r\n";
struct Default {
  std::string_view name;
  std::string_view line;
};
constexpr Default kDefaults[] = {
    {"Referrer-Policy", "Referrer-Policy: no-referrer\r\n"},
    {"X-Frame-Options", "X-Frame-Options: DENY\r\n"},
    {"Cache-Control", "Cache-Control: no-store\r\n"},
};
constexpr std::string_view kAllDefaults =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"
    "Cache-Control: no-store\r\n";
constexpr std::string_view kStayWithTls = "Strict-Transport-Security: max-age=31536000\r\n";
constexpr std::string_view kHtmlPolicy =
    "Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'\r\n";

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const NamedText& item) { return same_ignoring_case(item.first, name); });
}

/// What is in an answer must not be able to end a header line.
bool safe_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
bool safe_header(const NamedText& item) {
  return !item.first.empty() && std::all_of(item.first.begin(), item.first.end(), is_token_char) &&
         safe_text(item.second);
}
/// Framing belongs to the server alone.
bool is_framing(std::string_view name) {
  return same_ignoring_case(name, "Content-Length") || same_ignoring_case(name, "Transfer-Encoding") ||
         same_ignoring_case(name, "Connection") || same_ignoring_case(name, "Date");
}

void append_number(std::string& out, std::size_t number) { fmt::format_to(std::back_inserter(out), "{}", number); }

void append_security(std::string& out, const Response& response) {
  if (response.headers.empty()) {
    out += kAllDefaults;
  } else {
    out += kNoSniff;
    for (const Default& item : kDefaults) {
      if (!has_header(response, item.name)) out += item.line;
    }
  }
  const bool html = response.content_type.starts_with("text/html");
  if (html && !has_header(response, "Content-Security-Policy")) out += kHtmlPolicy;
}

void append_custom(std::string& out, const Response& response) {
  for (const NamedText& item : response.headers) {
    if (!safe_header(item) || is_framing(item.first)) continue;
    out += item.first;
    out += ": ";
    out += item.second;
    out += "\r\n";
  }
}

void append_status_line(std::string& out, int status) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out += reason_phrase(status);
  out += "\r\n";
}

void append_connection(std::string& out, const Framing& framing) {
  if (!framing.keep_alive) {
    out += "Connection: close\r\n";
  } else if (framing.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
}

}  // namespace

void add_request_id(Response& response, std::string_view request_id) {
  if (response.content_type != kProblemType || !response.body.ends_with('}') || request_id.empty()) return;
  response.body.pop_back();
  response.body += ",\"request_id\":";
  append_json_string(response.body, request_id);
  response.body += '}';
}

void Outgoing::begin(Response response, Framing& framing) {
  response_ = std::move(response);
  if (response_.status < 200 || response_.status > 599) response_.status = 500;
  add_request_id(response_, framing.request_id);
  const bool body_allowed = has_body(response_.status);
  streaming_ = body_allowed && response_.stream != nullptr;
  chunked_ = streaming_ && !framing.http_1_0;
  if (streaming_ && !chunked_) framing.keep_alive = false;
  const std::string_view body =
      response_.static_body.empty() ? std::string_view(response_.body) : response_.static_body;

  text_.clear();
  taken_ = 0;
  body_left_ = {};
  append_status_line(text_, response_.status);
  text_ += "Date: ";
  text_ += framing.date;
  text_ += "\r\n";
  if (!response_.content_type.empty() && safe_text(response_.content_type)) {
    text_ += "Content-Type: ";
    text_ += response_.content_type;
    text_ += "\r\n";
  }
  if (chunked_) {
    text_ += "Transfer-Encoding: chunked\r\n";
  } else if (body_allowed && !streaming_) {
    text_ += "Content-Length: ";
    append_number(text_, body.size());
    text_ += "\r\n";
  }
  text_ += "X-Request-Id: ";
  text_ += framing.request_id;
  text_ += "\r\n";
  append_security(text_, response_);
  if (framing.over_tls) text_ += kStayWithTls;
  append_custom(text_, response_);
  append_connection(text_, framing);
  text_ += "\r\n";
  if (framing.head_only) streaming_ = false;
  if (framing.head_only || !body_allowed || streaming_) return;
  if (body.size() <= kCopiedBodyMax) {
    text_ += body;
  } else {
    body_left_ = body;
  }
}

void Outgoing::consume(std::size_t bytes) {
  const std::size_t from_text = std::min(bytes, text_.size() - taken_);
  taken_ += from_text;
  body_left_.remove_prefix(bytes - from_text);
}

bool Outgoing::next_piece() {
  if (!streaming_) return false;
  std::string piece;
  // An empty piece would be read as the end of a chunked body, so it is skipped.
  while (piece.empty() && streaming_) streaming_ = response_.stream(piece);
  text_.clear();
  taken_ = 0;
  if (!piece.empty() && chunked_) fmt::format_to(std::back_inserter(text_), "{:x}\r\n", piece.size());
  text_ += piece;
  if (!piece.empty() && chunked_) text_ += "\r\n";
  if (!streaming_ && chunked_) text_ += "0\r\n\r\n";
  return !text_.empty();
}

void Outgoing::clear() {
  response_ = {};
  text_.clear();
  taken_ = 0;
  body_left_ = {};
  streaming_ = false;
  if (text_.capacity() > kKeptBufferMax) text_.shrink_to_fit();
}

}  // namespace shrike::server
