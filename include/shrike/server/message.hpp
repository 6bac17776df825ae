#pragma once
// What one HTTP exchange consists of, as the application sees it. Plain values, owned by whoever holds them.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shrike::server {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
/// "GET", "POST", …; "OTHER" for Method::other.
std::string_view to_string(Method method);
/// Case-sensitive, as RFC 9110 wants it.
Method parse_method(std::string_view text);

using NamedText = std::pair<std::string, std::string>;

/// The header section of one request, copied before the body is read: trailers can never appear in it.
class RequestHead {
 public:
  Method method = Method::get;
  std::string path = "/";          ///< percent-decoded once; no "//", no "." or ".." segment, valid UTF-8
  std::vector<NamedText> query;    ///< decoded, in the order sent
  std::string remote_address;      ///< of the peer's socket, without the port
  std::string request_id;          ///< the client's X-Request-Id where it is harmless, else made here
  bool over_tls = false;           ///< TLS that the server itself ends
  bool upgrade_websocket = false;  ///< a complete WebSocket handshake came with it

  /// Value of the first header of that name in any case; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has_header(std::string_view name) const;
  /// Values of all headers of that name, in the order sent, with ", " between.
  [[nodiscard]] std::string joined(std::string_view name) const;
  /// Value of one cookie of the Cookie header, as sent; empty when absent.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
  /// First query value of that name; empty when absent.
  [[nodiscard]] std::string_view query_value(std::string_view name) const;
  [[nodiscard]] bool has_query(std::string_view name) const;

  void add_header(std::string_view name, std::string_view value);
  /// Room for what follows, so that the copies below need one allocation each.
  void reserve_headers(std::size_t count, std::size_t bytes);

 private:
  struct Span {
    std::uint32_t name_at, name_size, value_at, value_size;
  };
  [[nodiscard]] const Span* find(std::string_view name) const;

  std::string text_;  // names and values, one after the other
  std::vector<Span> headers_;
};

/// The parts of a path that a pattern named: {id} of "/decisions/{id}".
class PathParameters {
 public:
  /// Empty when the pattern has no such name.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  std::vector<NamedText> items_;
};

struct Request {
  RequestHead head;
  std::string body;  ///< has 64 bytes of spare capacity, for parsers that read past the end
  PathParameters parameters;
  std::shared_ptr<const void> context;  ///< what the application gave at header time
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<NamedText> headers;  ///< a header with a control character in it is left out
  std::string_view static_body;    ///< sent instead of `body` when not empty; must live as long as the process
  /// Where set, the body is sent in pieces: appends the next piece to the text, returns false after the last.
  /// Called on the I/O thread, only when the peer has taken the piece before. An exception cuts the connection.
  std::function<bool(std::string&)> stream;
  bool close = false;  ///< end the connection after this
};

Response json_response(int status, std::string body);

}  // namespace shrike::server
