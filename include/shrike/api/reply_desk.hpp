#pragma once
// Where requests wait for their decisions: a reply is due when the engine has decided and the eventlog is durable.
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/domain/sink.hpp"

namespace shrike::api {

/// Thread-safe: requests come from the I/O thread, decisions from the engine's, durability from the committer's.
/// What is submitted while the I/O thread handles one round of ready sockets is appended as one group at its end: under
/// load a request then shares its wake-ups of the engine and the committer with the others; alone it waits for nothing.
class ReplyDesk final : public domain::DecisionSink {
 public:
  using Done = std::function<void(Result<std::vector<domain::DecisionPtr>>)>;
  /// Appends events whose batch is to close at once, and returns the first number (sources::append_events).
  using Append = std::function<Result<domain::Seq>(std::span<const domain::Event>)>;
  /// Runs a task on the I/O thread.
  using Post = std::function<void(std::function<void()>)>;

  static constexpr std::size_t kRecentMax = 8'192;     ///< decisions kept to answer duplicates without the store
  static constexpr std::size_t kGroupEventsMax = 512;  ///< a group of appended events is closed when it has as many

  /// More would only wait longer: at ten thousand requests a second these are a twentieth of a second.
  static constexpr std::size_t kRequestsMax = 512;
  static constexpr std::size_t kEventsMax = 65'536;  ///< in all requests together

  ReplyDesk(Append append, Post post, std::size_t requests_max = kRequestsMax)
      : append_(std::move(append)), post_(std::move(post)), requests_max_(requests_max) {}

  /// Appends soon, and calls `done` on the I/O thread, once, with one decision per transaction or message; or with an
  /// error as Append's, and then nothing was appended. Unavailable at once when too many wait already.
  void submit(std::vector<domain::Event> events, Done done);

  /// True when submit would turn a request away: then it need not be parsed. Counts it as turned away.
  [[nodiscard]] bool turns_away();
  static Error full() { return {ErrorKind::unavailable, "too many requests are waiting for decisions"}; }

  void accept(const domain::DecisionBatchPtr& batch) override;
  void durable(domain::Seq seq);
  /// The log has failed: whoever waits for it to be durable is told so.
  void fail_waiting(const Error& why);

  /// A decision of the last kRecentMax, or nullptr.
  [[nodiscard]] domain::DecisionPtr recent(domain::Seq seq) const;
  /// Requests without an answer, and how many were turned away since the start.
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::uint64_t turned_away() const { return turned_away_; }

 private:
  struct Submission {
    std::vector<domain::Event> events;
    std::size_t count;  ///< of events, which are moved away before
    Done done;
  };
  struct Waiter {
    domain::Seq first;
    domain::Seq last;
    bool decided = false;
    std::vector<domain::DecisionPtr> decisions;
    Done done;
  };
  [[nodiscard]] bool has_room_locked(std::size_t events) const;
  void append_submitted();
  std::vector<Submission> take_group_locked();
  void hand_out_ready();

  const Append append_;
  const Post post_;
  const std::size_t requests_max_;
  mutable std::mutex mutex_;  // guards everything below; held while appending: no decision comes before its waiter
  std::deque<Submission> submitted_;
  std::deque<Waiter> waiters_;
  std::size_t events_waiting_ = 0;
  std::deque<domain::DecisionPtr> recent_;  // in order of seq
  domain::Seq durable_ = 0;
  std::atomic<std::uint64_t> turned_away_{0};
};

}  // namespace shrike::api
