#include "shrike/api/query_desk.hpp"

#include "answers.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::api {

void QueryDesk::ask(Query query, server::Responder respond) {
  // A std::function must be copyable, a Responder is not.
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  Task task = [this, query = std::move(query), waiting] {
    auto response = std::make_shared<server::Response>();
    try {
      *response = query(database_);
    } catch (const std::exception& error) {
      diag::error("query", "{}", error.what());
      *response = server::problem(500, "The request failed inside.");
    }
    // The responder must also die on the I/O thread.
    post_([waiting, response] { (*waiting)(std::move(*response)); });
  };
  if (!queue_.try_push(std::move(task))) (*waiting)(busy("too many database queries are waiting"));
}

void QueryDesk::post(std::function<void(store::Database&)> work) {
  Task task = [this, work = std::move(work)] { work(database_); };
  if (!queue_.try_push(std::move(task))) diag::warning("query", "too many database queries are waiting");
}

void QueryDesk::run(const std::stop_token& stop) {
  std::vector<Task> tasks;
  while (!stop.stop_requested()) {
    tasks.clear();
    queue_.pop_batch(tasks, 1, std::chrono::milliseconds(50));
    for (Task& task : tasks) task();
  }
}

}  // namespace shrike::api
