#include "shrike/store/training_messages.hpp"

#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(TrainingMessages);

TEST_P(TrainingMessages, come_back_oldest_first_and_the_newest_word_stands) {
  const std::string odd = "it's \"odd\"; DROP TABLE x; -- \\ % _ $1 ?1 🦅";
  ASSERT_OK(keep_training_messages(db(), "default",
                                   std::vector<TrainingMessage>{{UINT64_MAX, odd, true, "analyst", 20 * kSecondUs},
                                                                {7, "see you", false, "import", 10 * kSecondUs}}));
  ASSERT_OK(
      keep_training_messages(db(), "other", std::vector<TrainingMessage>{{7, "elsewhere", true, "x", kSecondUs}}));
  auto found = training_messages(db(), "default");
  ASSERT_OK(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(0).content, "see you");
  EXPECT_EQ(found->at(1).content, odd);
  EXPECT_EQ(found->at(1).key, UINT64_MAX);
  EXPECT_TRUE(found->at(1).scam);
  EXPECT_EQ(found->at(1).source, "analyst");
  EXPECT_EQ(found->at(1).added_at_us, 20 * kSecondUs);
  ASSERT_OK(keep_training_messages(
      db(), "default", std::vector<TrainingMessage>{{UINT64_MAX, "oh dear", false, "boss", 30 * kSecondUs}}));
  found = training_messages(db(), "default");
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(1).content, "oh dear");
  EXPECT_FALSE(found->at(1).scam);
}

}  // namespace shrike::store
