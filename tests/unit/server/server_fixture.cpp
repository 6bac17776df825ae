#include "unit/server/server_fixture.hpp"

#include <stdexcept>

namespace shrike::server {
namespace {

constexpr std::string_view kJsonOnly[] = {"application/json"};
const std::string& large_text() {
  static const std::string text(3 * 1024 * 1024, 'L');
  return text;
}

Response text_response(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

Response streamed_response() {
  Response response = text_response("");
  response.stream = [piece = 0](std::string& out) mutable {
    out = "piece " + std::to_string(piece) + "\n";
    return ++piece < 3;
  };
  return response;
}

}  // namespace

HeadVerdict TestApplication::on_head(const RequestHead& head) {
  ++heads;
  if (head.path == "/throw-head") throw std::runtime_error("at the header");
  if (head.path == "/reject") return HeadVerdict::reject(problem(401, "who are you"), "/reject");
  if (head.path == "/ws") return HeadVerdict::websocket("/ws", std::make_shared<int>(7));
  if (head.path == "/json") return HeadVerdict::accept("/json", kBodyLimit, kJsonOnly);
  if (head.path == "/bulk") return HeadVerdict::accept("/bulk", kLargeBodyLimit);
  if (head.method == Method::post) return HeadVerdict::accept("/post", kBodyLimit);
  return HeadVerdict::accept("/get");
}

void TestApplication::on_request(Request request, Responder respond) {
  {
    const std::lock_guard lock(mutex_);
    executed_.push_back(std::string(to_string(request.head.method)) + " " + request.head.path);
  }
  const std::string& path = request.head.path;
  if (path == "/throw") throw std::runtime_error("in the handler");
  if (path == "/throw-int") throw 42;
  if (path == "/drop") return;
  if (path == "/hold") {
    held.push_back(std::move(respond));
  } else if (path == "/later") {
    auto shared = std::make_shared<Responder>(std::move(respond));
    loop_.after(std::chrono::milliseconds(1), [shared] { (*shared)(text_response("later")); });
  } else if (path == "/stream") {
    respond(streamed_response());
  } else if (path == "/large") {
    Response response = text_response("");
    response.static_body = large_text();
    respond(std::move(response));
  } else if (path == "/authorization") {
    respond(text_response(std::string(request.head.header("Authorization"))));
  } else if (path == "/size") {
    respond(text_response(std::to_string(request.body.size())));
  } else if (path == "/bulk") {
    respond(text_response(std::to_string(request.body.size())));
  } else {
    respond(text_response(request.body.empty() ? "hello" : request.body));
  }
}

void TestApplication::on_socket_open(std::shared_ptr<WebSocketConnection> connection) {
  ++sockets_opened;
  EXPECT_EQ(*std::static_pointer_cast<const int>(connection->context()), 7);
  connection->send(std::make_shared<const std::string>("welcome"));
}

void TestApplication::on_socket_text(const std::shared_ptr<WebSocketConnection>& connection, std::string_view text) {
  if (text == "throw") throw std::runtime_error("in the socket");
  if (text == "close") return connection->close(4401, "bye");
  if (text.starts_with("flood ")) {
    const auto message = std::make_shared<const std::string>(60'000, 'f');
    const int count = std::atoi(std::string(text.substr(6)).c_str());
    for (int i = 0; i < count; ++i) connection->send(message);
    dropped = static_cast<int>(connection->dropped());
    return;
  }
  connection->send(std::make_shared<const std::string>(text));
}

void TestApplication::on_socket_close(const std::shared_ptr<WebSocketConnection>& connection, std::uint16_t code) {
  ++sockets_closed;
  last_close_code = code;
  EXPECT_FALSE(connection->open());
}

}  // namespace shrike::server
