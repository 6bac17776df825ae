#pragma once
// Signing in by name and password. The slow hash runs on a thread of its own.
#include <functional>
#include <stop_token>
#include <string>
#include <unordered_map>

#include "shrike/access/access.hpp"
#include "shrike/access/secret_box.hpp"
#include "shrike/access/throttle.hpp"
#include "shrike/base/bounded_queue.hpp"

namespace shrike::access {

/// `submit` and `throttle` on the I/O thread, `run` on the sign-in thread.
class SignIn {
 public:
  static constexpr std::size_t kWaitingMax = 8;  ///< a hash takes tens of milliseconds: nobody waits long

  struct Attempt {
    std::string name, password, code, address;
  };
  struct Outcome {
    enum class Kind : std::uint8_t { opened, denied, code_needed, busy };
    Kind kind = Kind::denied;
    Access::Session session;  ///< of opened
  };
  using Done = std::function<void(Outcome)>;
  using Post = std::function<void(std::function<void()>)>;
  /// Keeps the step of a code that was used; called on the sign-in thread.
  using KeepStep = std::function<void(const std::string& name, std::int64_t step)>;

  /// `box` opens the secrets behind the codes.
  SignIn(Access& access, const SecretBox& box, const Clock& clock, Post post, KeepStep keep_step)
      : access_(access),
        box_(box),
        clock_(clock),
        post_(std::move(post)),
        keep_step_(std::move(keep_step)),
        throttle_(clock),
        queue_("sign-in", kWaitingMax) {}

  /// `done` is called once, on the I/O thread. An unknown name, a wrong password, a wrong code and a disabled user are
  /// all denied, and take as long.
  void submit(Attempt attempt, Done done);
  void run(const std::stop_token& stop);
  FailureThrottle& throttle() { return throttle_; }

 private:
  struct Task {
    Attempt attempt;
    Done done;
  };
  Outcome judge(const Attempt& attempt);
  bool code_fits(const store::User& user, const std::string& code);

  Access& access_;
  const SecretBox box_;
  const Clock& clock_;
  const Post post_;
  const KeepStep keep_step_;
  FailureThrottle throttle_;
  BoundedQueue<Task> queue_;
  std::unordered_map<std::string, std::int64_t> used_steps_;  // sign-in thread; of users that there are
};

}  // namespace shrike::access
