#include "shrike/access/sign_in.hpp"

#include "shrike/access/password.hpp"
#include "shrike/access/totp.hpp"

namespace shrike::access {

void SignIn::submit(Attempt attempt, Done done) {
  Task task{std::move(attempt), std::move(done)};
  if (!queue_.try_push(std::move(task))) task.done({Outcome::Kind::busy, {}});
}

bool SignIn::code_fits(const store::User& user, const std::string& code) {
  std::int64_t& used = used_steps_[user.name];
  used = std::max(used, user.totp_step);
  const auto secret = open_totp_secret(box_, user);
  const auto step = secret ? totp_step_of(*secret, code, clock_.now_us(), used) : std::nullopt;
  if (!step) return false;
  used = *step;
  keep_step_(user.name, used);
  return true;
}

SignIn::Outcome SignIn::judge(const Attempt& attempt) {
  const auto user = access_.user(attempt.name);
  const bool fits = password_fits(user ? user->password_hash : nobodys_password_hash(), attempt.password);
  if (!user || !fits || user->disabled) return {};
  if (user->totp_on && attempt.code.empty()) return {Outcome::Kind::code_needed, {}};
  if (user->totp_on && !code_fits(*user, attempt.code)) return {};
  auto session = access_.open_with_user(*user, attempt.address);
  if (!session) return {session.error().kind == ErrorKind::denied ? Outcome::Kind::denied : Outcome::Kind::busy, {}};
  return {Outcome::Kind::opened, std::move(*session)};
}

void SignIn::run(const std::stop_token& stop) {
  (void)nobodys_password_hash();
  std::vector<Task> tasks;
  while (!stop.stop_requested()) {
    tasks.clear();
    queue_.pop_batch(tasks, 1, std::chrono::milliseconds(50));
    for (Task& task : tasks) {
      // What the caller waits with must also die on the I/O thread.
      post_([outcome = judge(task.attempt), done = std::move(task.done)] { done(outcome); });
    }
  }
}

}  // namespace shrike::access
