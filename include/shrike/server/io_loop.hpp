#pragma once
// The I/O thread's event loop, without its library's headers.
#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace shrike::server {

/// One loop, run by one thread. `post` and `stop` are thread-safe, the rest belongs to the running thread.
class IoLoop {
 public:
  IoLoop();
  ~IoLoop();
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;

  /// Runs until stop(). An exception that reaches the loop is written to diag and the loop goes on.
  void run();
  void stop();
  /// Runs `task` on the I/O thread, after what is queued already.
  void post(std::function<void()> task);
  /// Runs `task` once on the I/O thread after `delay`.
  void after(std::chrono::milliseconds delay, std::function<void()> task);
  /// Calls `handler` on the I/O thread for each SIGINT or SIGTERM from now on.
  void on_stop_signal(std::function<void()> handler);
  [[nodiscard]] boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shrike::server
