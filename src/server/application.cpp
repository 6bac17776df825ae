#include "shrike/server/application.hpp"

#include "server/exception_text.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::server {

HeadVerdict HeadVerdict::reject(Response response, std::string_view route) {
  HeadVerdict verdict;
  verdict.kind = Kind::reject;
  verdict.response = std::move(response);
  verdict.route = route;
  return verdict;
}

HeadVerdict HeadVerdict::accept(std::string_view route, std::size_t body_limit_bytes,
                                std::span<const std::string_view> content_types) {
  HeadVerdict verdict;
  verdict.route = route;
  verdict.body_limit_bytes = body_limit_bytes;
  verdict.content_types = content_types;
  return verdict;
}

HeadVerdict HeadVerdict::websocket(std::string_view route, std::shared_ptr<const void> context) {
  HeadVerdict verdict;
  verdict.kind = Kind::websocket;
  verdict.route = route;
  verdict.context = std::move(context);
  return verdict;
}

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    drop();
    sink_ = std::move(other.sink_);
    ticket_ = other.ticket_;
  }
  return *this;
}

void Responder::operator()(Response response) {
  if (const auto sink = std::move(sink_)) sink->respond(ticket_, std::move(response));
}

void Responder::drop() noexcept {
  if (sink_ == nullptr) return;
  // Runs in destructors, also while another exception is on its way: nothing may leave.
  try {
    (*this)(problem(500, "the request was not answered"));
  } catch (...) {
    diag::error("server", "a dropped request could not be answered: {}", exception_text());
  }
}

}  // namespace shrike::server
