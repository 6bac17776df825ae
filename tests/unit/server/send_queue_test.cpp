#include "server/send_queue.hpp"

#include <gtest/gtest.h>

namespace shrike::server {
namespace {

std::shared_ptr<const std::string> text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

TEST(SendQueue, DropsTheOldestByCount) {
  SendQueue queue(2, 100);
  EXPECT_EQ(queue.push_text(text("a")), 0U);
  EXPECT_EQ(queue.push_text(text("b")), 0U);
  EXPECT_EQ(queue.push_text(text("c")), 1U);
  EXPECT_EQ(*queue.pop().text, "b");
  EXPECT_EQ(*queue.pop().text, "c");
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0U);
}

TEST(SendQueue, DropsTheOldestByBytes) {
  SendQueue queue(100, 10);
  queue.push_text(text("12345"));
  queue.push_text(text("12345"));
  EXPECT_EQ(queue.push_text(text("123456")), 2U);
  EXPECT_EQ(queue.bytes(), 6U);
  EXPECT_EQ(queue.push_text(text("12345678901")), 1U) << "never fits";
  EXPECT_EQ(queue.texts(), 1U);
}

TEST(SendQueue, PingsGoFirstAndAreNotDropped) {
  SendQueue queue(1, 100);
  queue.push_text(text("a"));
  queue.push_ping();
  EXPECT_EQ(queue.push_text(text("b")), 1U);
  EXPECT_EQ(queue.pop().kind, OutgoingFrame::Kind::ping);
  EXPECT_EQ(*queue.pop().text, "b");
}

TEST(SendQueue, NothingFollowsAClose) {
  SendQueue queue(5, 100);
  queue.push_text(text("a"));
  queue.push_close(1001, "bye");
  const OutgoingFrame frame = queue.pop();
  EXPECT_EQ(frame.kind, OutgoingFrame::Kind::close);
  EXPECT_EQ(frame.code, 1001);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.texts(), 0U);
}

}  // namespace
}  // namespace shrike::server
