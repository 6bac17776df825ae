#include "shrike/server/server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/guard.hpp"
#include "server/listener.hpp"
#include "server/server_core.hpp"
#include "server/transport.hpp"

namespace shrike::server {
namespace {

namespace asio = boost::asio;

/// The one timer of a server: every budget is looked at here, none has a timer of its own.
class Sweeper : public std::enable_shared_from_this<Sweeper> {
 public:
  Sweeper(asio::io_context& context, std::shared_ptr<ServerCore> core) : core_(std::move(core)), timer_(context) {}

  void run() {
    timer_.expires_after(std::chrono::milliseconds(core_->settings.sweep_interval_ms));
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || self->stopped_) return;
      self->core_->sweep();
      self->run();
    });
  }
  void stop() {
    stopped_ = true;
    timer_.cancel();
  }

 private:
  const std::shared_ptr<ServerCore> core_;
  asio::steady_timer timer_;
  bool stopped_ = false;
};

}  // namespace

struct Server::Impl {
  std::shared_ptr<ServerCore> core;
  std::vector<std::shared_ptr<Listener>> listeners;
  std::shared_ptr<Sweeper> sweeper;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  for (const auto& listener : impl_->listeners) listener->stop();
  impl_->sweeper->stop();
  impl_->core->abort_all();
}

Result<std::unique_ptr<Server>> Server::create(IoLoop& loop, ServerSettings settings, Application& application,
                                               Metrics& metrics, const Clock& clock, TransportWrap wrap,
                                               std::shared_ptr<Tls> tls) {
  auto acceptors = open_acceptors(loop.context(), settings.host, settings.port);
  if (!acceptors) return acceptors.error();
  auto impl = std::make_unique<Impl>();
  impl->core = std::make_shared<ServerCore>(std::move(settings), application, metrics, clock, std::move(tls));
  impl->sweeper = std::make_shared<Sweeper>(loop.context(), impl->core);
  for (auto& acceptor : *acceptors) {
    impl->listeners.push_back(std::make_shared<Listener>(impl->core, std::move(acceptor), wrap));
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::start() {
  for (const auto& listener : impl_->listeners) listener->start();
  impl_->sweeper->run();
}

std::uint16_t Server::port() const { return impl_->listeners.front()->endpoint().port(); }

std::string Server::url() const {
  const auto address = impl_->listeners.front()->endpoint().address();
  const std::string_view scheme = impl_->core->tls ? "https" : "http";
  if (address.is_unspecified()) return fmt::format("{}://localhost:{}", scheme, port());
  if (address.is_v6()) return fmt::format("{}://[{}]:{}", scheme, address.to_string(), port());
  return fmt::format("{}://{}:{}", scheme, address.to_string(), port());
}

std::size_t Server::connections() const { return impl_->core->peers(); }

void Server::stop(std::function<void()> drained) {
  for (const auto& listener : impl_->listeners) listener->stop();
  impl_->core->stop([sweeper = impl_->sweeper, drained = std::move(drained)] {
    sweeper->stop();
    if (drained) drained();
  });
}

bool origin_allowed(const RequestHead& head, const std::vector<std::string>& allowed_origins) {
  return origin_matches(head.header("Origin"), head.header("Host"), head.over_tls, allowed_origins);
}

}  // namespace shrike::server
