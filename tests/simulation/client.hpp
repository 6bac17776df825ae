#pragma once
// Everybody who sends events: knows what was sent, and what was promised in answer.
#include <map>
#include <string>
#include <vector>

#include "shrike/api/reply_desk.hpp"
#include "shrike/base/random.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::simulation {

/// A payment or message as it was sent, and the answer.
struct Sent {
  domain::Event event;
  bool acknowledged = false;
  domain::Seq seq = 0;        ///< of the decision that stands
  std::uint64_t content = 0;  ///< domain::content_hash of what was acknowledged: the id may have come with two bodies
  std::string judgement;      ///< its bytes; empty where only a repetition was answered
};

class Client {
 public:
  explicit Client(Random& random) : random_(random) {}

  /// Sends something by chance: new events, events that were sent before, labels, changes of the blocklist.
  void send(api::ReplyDesk& desk, TimeUs now_us);

  [[nodiscard]] const std::map<std::string, Sent>& sent() const { return sent_; }
  /// Labels (event ids) and blocked phones that were acknowledged.
  [[nodiscard]] const std::vector<std::string>& labelled() const { return labelled_; }
  [[nodiscard]] const std::vector<std::string>& blocked() const { return blocked_; }
  [[nodiscard]] std::size_t acknowledged() const { return acknowledged_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  /// Answers that contradict earlier ones.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

 private:
  domain::Event new_event(TimeUs now_us);
  const domain::Event& sent_before();
  void send_events(api::ReplyDesk& desk, std::vector<domain::Event> events);
  void send_label(api::ReplyDesk& desk, TimeUs now_us);
  void send_block(api::ReplyDesk& desk);
  void note(const domain::DecisionPtr& decision, std::uint64_t content);

  Random& random_;
  std::map<std::string, Sent> sent_;
  std::vector<std::string> ids_;  // of sent_, in order
  std::vector<std::string> labelled_, blocked_;
  std::size_t acknowledged_ = 0, refused_ = 0, phones_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace shrike::simulation
