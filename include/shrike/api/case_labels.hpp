#pragma once
// Brings the labels of closed cases into the event log.
#include <functional>
#include <memory>

#include "shrike/api/query_desk.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/store/case_changes.hpp"

namespace shrike::api {

/// I/O thread only. Closing a case notes in its own transaction that labels are due; they are sent a part at a time,
/// and noted as sent once the log holds them. What a crash or a full log leaves is sent at a later tick; a label that
/// is sent twice is one label (store/labels.hpp). Outlives the desks' tasks.
class CaseLabels {
 public:
  using Post = std::function<void(std::function<void()>)>;
  static constexpr std::size_t kEventsPerRound = 256;
  static constexpr TimeUs kStuckAfterUs = 60 * kSecondUs;  ///< a round that was lost in a full queue is given up

  CaseLabels(QueryDesk& queries, ReplyDesk& replies, const Clock& clock, Post post)
      : queries_(queries), replies_(replies), clock_(clock), post_(std::move(post)) {}

  /// Looks for labels that are due, unless it is at it. To be called now and then, and when a case was closed.
  void tick();

 private:
  void look();
  void send(std::uint64_t round, const std::shared_ptr<const store::DueLabels>& due);
  void note(std::uint64_t round, const std::shared_ptr<const store::DueLabels>& due);
  void end(std::uint64_t round, bool again);

  QueryDesk& queries_;
  ReplyDesk& replies_;
  const Clock& clock_;
  const Post post_;
  std::uint64_t round_ = 0;
  TimeUs since_us_ = 0;  // of the round that goes on; 0 = none does
  bool asked_ = false;   // for another look, while a round went on
  bool told_ = false;    // that they wait
};

}  // namespace shrike::api
