#include "shrike/server/io_loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <optional>

#include "server/exception_text.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::server {

namespace asio = boost::asio;

struct IoLoop::Impl {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
  std::optional<asio::signal_set> signals;

  void wait_for_signal(std::function<void()> handler) {
    signals->async_wait([this, handler = std::move(handler)](const boost::system::error_code& error, int) {
      if (error) return;
      wait_for_signal(handler);
      handler();
    });
  }
};

IoLoop::IoLoop() : impl_(std::make_unique<Impl>()) {}
IoLoop::~IoLoop() = default;

void IoLoop::run() {
  while (true) {
    try {
      impl_->context.run();
      return;
    } catch (...) {
      diag::error("server", "an exception reached the I/O loop: {}", exception_text());
    }
  }
}

void IoLoop::stop() { impl_->context.stop(); }

void IoLoop::post(std::function<void()> task) { asio::post(impl_->context, std::move(task)); }

void IoLoop::after(std::chrono::milliseconds delay, std::function<void()> task) {
  auto timer = std::make_shared<asio::steady_timer>(impl_->context, delay);
  timer->async_wait([timer, task = std::move(task)](const boost::system::error_code& error) {
    if (!error) task();
  });
}

void IoLoop::on_stop_signal(std::function<void()> handler) {
  impl_->signals.emplace(impl_->context, SIGINT, SIGTERM);
  impl_->wait_for_signal(std::move(handler));
}

asio::io_context& IoLoop::context() { return impl_->context; }

}  // namespace shrike::server
