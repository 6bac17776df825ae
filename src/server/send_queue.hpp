#pragma once
// What waits to be sent on one WebSocket: bounded by count and by bytes, the oldest messages give way. No I/O.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace shrike::server {

struct OutgoingFrame {
  enum class Kind : std::uint8_t { text, ping, close };
  Kind kind = Kind::text;
  std::shared_ptr<const std::string> text;  ///< of Kind::text; the reason of Kind::close
  std::uint16_t code = 0;                   ///< of Kind::close
};

class SendQueue {
 public:
  SendQueue(std::size_t messages_max, std::size_t bytes_max) : messages_max_(messages_max), bytes_max_(bytes_max) {}

  /// Queues a text. Returns how many older ones were dropped for it; a text above the byte limit drops itself.
  std::size_t push_text(std::shared_ptr<const std::string> text) {
    std::size_t dropped = 0;
    const std::size_t size = text->size();
    if (size > bytes_max_) return 1;
    while (!frames_.empty() && (texts_ >= messages_max_ || bytes_ + size > bytes_max_) && drop_oldest_text()) ++dropped;
    bytes_ += size;
    ++texts_;
    frames_.push_back({OutgoingFrame::Kind::text, std::move(text), 0});
    return dropped;
  }
  void push_ping() { frames_.push_front({OutgoingFrame::Kind::ping, nullptr, 0}); }
  /// Drops everything else: nothing may follow a close frame.
  void push_close(std::uint16_t code, std::string reason) {
    clear();
    frames_.push_back({OutgoingFrame::Kind::close, std::make_shared<const std::string>(std::move(reason)), code});
  }
  OutgoingFrame pop() {
    OutgoingFrame frame = std::move(frames_.front());
    frames_.pop_front();
    if (frame.kind == OutgoingFrame::Kind::text) forget(*frame.text);
    return frame;
  }
  void clear() {
    frames_.clear();
    bytes_ = texts_ = 0;
  }
  [[nodiscard]] bool empty() const { return frames_.empty(); }
  [[nodiscard]] std::size_t texts() const { return texts_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  bool drop_oldest_text() {
    for (auto at = frames_.begin(); at != frames_.end(); ++at) {
      if (at->kind != OutgoingFrame::Kind::text) continue;
      forget(*at->text);
      frames_.erase(at);
      return true;
    }
    return false;
  }
  void forget(const std::string& text) {
    bytes_ -= text.size();
    --texts_;
  }

  const std::size_t messages_max_;
  const std::size_t bytes_max_;
  std::deque<OutgoingFrame> frames_;
  std::size_t texts_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace shrike::server
