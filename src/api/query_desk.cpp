#include "shrike/api/query_desk.hpp"

#include "answers.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::api {

namespace {

constexpr std::string_view kNoAnswer = "the database does not answer";

QueryDesk::Follow answer_with(server::Response response) {
  // A std::function must be copyable, a Response is moved into the answer.
  return [kept = std::make_shared<server::Response>(std::move(response))](server::Responder respond) {
    respond(std::move(*kept));
  };
}

}  // namespace

void QueryDesk::ask(std::string tenant, Query query, server::Responder respond) {
  ask_then(
      std::move(tenant), [query = std::move(query)](store::Database& database) { return answer_with(query(database)); },
      std::move(respond));
}

bool QueryDesk::is_stuck() const {
  const TimeUs since_us = running_since_us_;
  return since_us != 0 && clock_.steady_us() - since_us > kPatienceUs;
}

void QueryDesk::ask_then(std::string tenant, std::function<Follow(store::Database&)> query, server::Responder respond) {
  if (is_stuck()) return respond(busy(kNoAnswer));
  // A std::function must be copyable, a Responder is not.
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  Task task = [this, tenant = std::move(tenant), query = std::move(query), waiting, asked_us = clock_.steady_us()] {
    Follow follow;
    try {
      const bool late = clock_.steady_us() - asked_us > kPatienceUs;
      const auto bound = late ? Result<void>() : database_.act_for(tenant);
      if (!bound) {
        follow = answer_with(failure(bound.error()));
      } else {
        follow = late ? answer_with(busy(kNoAnswer)) : query(database_);
      }
    } catch (const std::exception& error) {
      diag::error("query", "{}", error.what());
      follow = answer_with(server::problem(500, "The request failed inside."));
    }
    // The responder must also die on the I/O thread.
    post_([waiting, follow = std::move(follow)] { follow(std::move(*waiting)); });
  };
  if (!queue_.try_push(std::move(task))) (*waiting)(busy("too many database queries are waiting"));
}

void QueryDesk::post(std::function<void(store::Database&)> work) {
  Task task = [this, work = std::move(work)] {
    if (database_.act_for(store::kAllTenants)) work(database_);
  };
  if (!queue_.try_push(std::move(task))) diag::warning("query", "too many database queries are waiting");
}

void QueryDesk::run(const std::stop_token& stop) {
  std::vector<Task> tasks;
  while (!stop.stop_requested()) {
    tasks.clear();
    queue_.pop_batch(tasks, 1, std::chrono::milliseconds(50));
    for (Task& task : tasks) {
      running_since_us_ = clock_.steady_us();
      task();
      running_since_us_ = 0;
    }
  }
}

}  // namespace shrike::api
