#pragma once
// Database reads for the API: they block, so they run on the query thread, and their answers go back to the I/O thread.
#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "shrike/base/bounded_queue.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/server/application.hpp"
#include "shrike/store/database.hpp"

namespace shrike::api {

/// `ask` is for the I/O thread, `run` for the query thread.
class QueryDesk {
 public:
  static constexpr std::size_t kWaitingMax = 256;
  using Post = std::function<void(std::function<void()>)>;
  /// Runs on the query thread and makes the answer.
  using Query = std::function<server::Response(store::Database&)>;

  static constexpr TimeUs kPatienceUs = 5 * kSecondUs;

  QueryDesk(store::Database& database, const Clock& clock, Post post)
      : database_(database), clock_(clock), post_(std::move(post)), queue_("query", kWaitingMax) {}

  /// The query sees the rows of `tenant` alone, kAllTenants those of all; see store::Database::act_for.
  /// Answers 503 at once when too many wait already, or when the query that runs has been waiting for its database for
  /// longer than kPatienceUs; later, when this one has waited so long for its turn.
  void ask(std::string tenant, Query query, server::Responder respond);
  /// What is left to do on the I/O thread once the database was read; it answers.
  using Follow = std::function<void(server::Responder)>;
  void ask_then(std::string tenant, std::function<Follow(store::Database&)> query, server::Responder respond);
  /// Runs something of the program's own, of all tenants, on the query thread; lets it go when too many wait.
  void post(std::function<void(store::Database&)> work);
  /// Until stopped. An exception of a query becomes 500.
  void run(const std::stop_token& stop);

 private:
  using Task = std::function<void()>;
  [[nodiscard]] bool is_stuck() const;
  store::Database& database_;
  const Clock& clock_;
  std::atomic<TimeUs> running_since_us_{0};  // 0 = nothing runs
  Post post_;
  BoundedQueue<Task> queue_;
};

}  // namespace shrike::api
