#pragma once
// One response on its way out: bytes in at most two parts, so that a small one is a single write and a large or
// static body is never copied. Knows no socket. Reused for every response of a connection.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "shrike/server/message.hpp"

namespace shrike::server {

struct Framing {
  std::string_view request_id;
  std::string_view date;
  bool http_1_0 = false;
  bool keep_alive = true;  ///< begin() clears it where the body can only be ended by closing
  bool head_only = false;  ///< the answer to HEAD
  bool over_tls = false;   ///< tells browsers to stay with https (RFC 6797)
};

class Outgoing {
 public:
  /// Takes the response and prepares its first bytes.
  void begin(Response response, Framing& framing);
  /// What is left of the prepared bytes; both empty when all is taken.
  [[nodiscard]] std::array<std::string_view, 2> pending() const { return {text_view(), body_left_}; }
  [[nodiscard]] bool empty() const { return taken_ == text_.size() && body_left_.empty(); }
  [[nodiscard]] std::size_t pending_bytes() const { return text_.size() - taken_ + body_left_.size(); }
  void consume(std::size_t bytes);
  /// Prepares the next piece of a streamed body. False when there is none.
  bool next_piece();
  [[nodiscard]] bool streaming() const { return streaming_; }
  [[nodiscard]] int status() const { return response_.status; }
  /// Forgets the response and gives back large buffers.
  void clear();

 private:
  [[nodiscard]] std::string_view text_view() const { return std::string_view(text_).substr(taken_); }

  Response response_;
  std::string text_;  // head, and the body where it is small
  std::string_view body_left_;
  std::size_t taken_ = 0;
  bool streaming_ = false;
  bool chunked_ = false;
};

/// Puts `"request_id"` into a problem+json body.
void add_request_id(Response& response, std::string_view request_id);

}  // namespace shrike::server
