#pragma once
// What goes out and what comes back, without the library that carries it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"

namespace shrike::alerts {

enum class MailTls : std::uint8_t {
  starttls,  ///< a server that does not offer it is refused
  implicit,  ///< TLS from the first byte (port 465)
  none,      ///< for a relay on the same machine
};

/// The envelope of a mail; its text is Request::body. Addresses hold no control characters.
struct MailEnvelope {
  std::string user;
  std::string password;
  std::string from;
  std::vector<std::string> to;
  MailTls tls = MailTls::starttls;
};

/// One thing to send: an HTTP POST, or a mail where there is an envelope.
struct Request {
  std::string url;  ///< http, https, smtp or smtps
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<MailEnvelope> mail;
};

/// What the receiver said.
struct Answer {
  int status = 0;  ///< of HTTP or SMTP; 0 where there was none
  std::string body;
  std::string error;                          ///< of the connection; empty where there was an answer
  std::optional<TimeUs> retry_after_us = {};  ///< what the receiver asked for, from now on
  [[nodiscard]] bool ok() const { return error.empty() && status >= 200 && status < 300; }
};

/// Sends many things at once. One thread.
class Transport {
 public:
  virtual ~Transport() = default;
  /// `token` comes back with the answer.
  virtual void start(std::uint64_t token, const Request& request) = 0;
  struct Finished {
    std::uint64_t token = 0;
    Answer answer;
  };
  /// What has ended; waits up to `wait_us` for the first.
  virtual std::vector<Finished> wait(TimeUs wait_us) = 0;
  /// Ends a `wait` of another thread. Any thread.
  virtual void wake() = 0;
};

}  // namespace shrike::alerts
