#pragma once
// Erases a person's data from the store, the event log, the checkpoints and the lists: docs/PRIVACY.md.
#include <functional>
#include <future>
#include <stop_token>

#include "decision_path.hpp"
#include "shrike/base/bounded_queue.hpp"
#include "shrike/store/erasure.hpp"

namespace shrike::app {

/// What is to be erased, for whom.
struct ErasureWish {
  store::Subject subject;
  std::string reason;
  std::string by;
};

/// One erasure at a time, on a thread of its own with a connection of its own. Decisions go on meanwhile.
class Eraser {
 public:
  static constexpr TimeUs kPatienceUs = 60 * kSecondUs;  ///< for what another thread has to do first

  using Applied = std::function<void(Result<void>)>;
  struct Parts {
    DecisionPath& path;
    store::Database& database;
    const Clock& clock;
    store::Pseudonym pseudonym;
    std::function<void(domain::Event, Applied)> submit;  ///< appends an event; tells once it is durable and applied
  };
  explicit Eraser(Parts parts) : parts_(std::move(parts)) {}

  using Done = std::function<void(Result<store::Erasure>)>;
  /// Any thread. `done` is called on the eraser's thread, or at once with unavailable where too many wait.
  void erase(ErasureWish wish, Done done);
  /// Until stopped.
  void run(const std::stop_token& stop);

 private:
  struct Task {
    ErasureWish wish;
    Done done;
  };
  [[nodiscard]] Result<store::Erasure> carry_out(const ErasureWish& wish, const std::stop_token& stop);
  /// A removal from the lists, durable and applied.
  Result<void> take_off_lists(const store::Subject& subject, const std::stop_token& stop);
  void turn_keys();
  template <class Condition>
  Result<void> wait_for(const char* what, const std::stop_token& stop, const Condition& condition);

  Parts parts_;
  BoundedQueue<Task> queue_{"erasure", 16};
  bool turning_failed_ = false;
};

}  // namespace shrike::app
