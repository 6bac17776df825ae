#include "engine/models/normaliser.hpp"

#include <gtest/gtest.h>

#include "shrike/base/random.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {
namespace {

TEST(TextNormaliser, FoldsCaseDigitsPunctuationAndMoney) {
  EXPECT_EQ(normalise("Win \u00A3500!! NOW"), " win $000 now ");
  EXPECT_EQ(normalise("\u20AC5, \u20B95, 5\u20BA"), " $0 $0 0$ ");
  EXPECT_EQ(normalise("don't don\u2019t dont"), " dont dont dont ");
  EXPECT_EQ(normalise(""), " ");
  EXPECT_EQ(normalise("..."), " ");
}

TEST(TextNormaliser, ReadsLookAlikesInsideAWordAndLeavesOtherScriptsAlone) {
  const NormalText mixed = normalise_text("Your \u0440ay\u0440al \u0430ccount");  // Cyrillic er, er, a
  EXPECT_EQ(mixed.text, " your paypal account ");
  EXPECT_TRUE(mixed.disguised);
  const NormalText russian = normalise_text("\u0443\u0445\u043E \u0434\u043E\u043C SMS");
  EXPECT_EQ(russian.text, " \u0443\u0445\u043E \u0434\u043E\u043C sms ");
  EXPECT_FALSE(russian.disguised);
  EXPECT_EQ(normalise("\uFF26\uFF32\uFF25\uFF25"), " free ");
  EXPECT_TRUE(normalise_text("\U0001D5D9\U0001D5E5\U0001D5D8\U0001D5D8 gift").disguised);
}

TEST(TextNormaliser, FoldsLatinAccentsButKeepsMarksOfOtherScripts) {
  EXPECT_EQ(normalise("T\u00FCrk\u00E7e \u0130yi ak\u015Famlar"), " turkce iyi aksamlar ");
  EXPECT_EQ(normalise("cafe\u0301"), " cafe ");
  EXPECT_FALSE(normalise_text("T\u00FCrk\u00E7e caf\u00E9").disguised);
}

TEST(TextNormaliser, RemovesWhatCannotBeSeenAndSaysSo) {
  const NormalText hidden = normalise_text("acc\u200Bount pass\u00ADword");
  EXPECT_EQ(hidden.text, " account password ");
  EXPECT_TRUE(hidden.hidden);
  // Emoji with joiners and variation selectors, Persian with a non-joiner: genuine uses.
  EXPECT_FALSE(normalise_text("love \u2764\uFE0F \U0001F468\u200D\U0001F469 you").hidden);
  EXPECT_FALSE(normalise_text("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645").hidden);
}

TEST(TextNormaliser, JoinsWordsWrittenOneLetterAtATime) {
  EXPECT_EQ(normalise("get f r e e now"), " get free now ");
  EXPECT_EQ(normalise("U.R.G.E.N.T reply"), " urgent reply ");
  EXPECT_TRUE(normalise_text("get f r e e now").spaced);
  for (const char* genuine : {"how r u", "r u ok m8", "kisses x x x x x", "plan b or c", "1 2 3 4 5"})
    EXPECT_FALSE(normalise_text(genuine).spaced) << genuine;
}

TEST(TextNormaliser, ReadsDigitsForLettersOnlyInWordsOfScams) {
  EXPECT_EQ(plain_reading("p4yp4l"), "paypal");
  EXPECT_EQ(plain_reading("v1agra"), "viagra");
  EXPECT_EQ(plain_reading("fr33"), "free");
  EXPECT_EQ(plain_reading("c@sh"), "cash");
  for (const char* genuine : {"gr8", "2nite", "b4", "500", "4444", "kl341", "covid19", "mp3", "10am", "free"})
    EXPECT_EQ(plain_reading(genuine), "") << genuine;
  const NormalText text = normalise_text("fr33 pr1ze, 900 pounds, code kl341");
  EXPECT_EQ(text.text, " free prize 000 pounds code kl000 fr00 pr0ze ");
  EXPECT_TRUE(text.disguised);
}

TEST(TextNormaliser, TakesAnyBytesInBoundedWork) {
  Random random(5);
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (std::uint64_t n = random.below(400); n > 0; --n) bytes += static_cast<char>(random.below(256));
    const std::string text = normalise(bytes);
    ASSERT_TRUE(text.front() == ' ' && text.back() == ' ');
    ASSERT_EQ(text.find("  "), std::string::npos);
    (void)signals_of(bytes);
  }
  for (const char* piece : {"a", "a ", "\xCC\x81", "\xE2\x80\x8B", "a.", "1@", "x.co/ ", "\xF0\x9F"}) {
    std::string big;
    while (big.size() < 1'000'000) big += piece;
    EXPECT_LE(normalise(big).size(), 4 * kTextBytesMax) << piece;
    (void)signals_of(big);
  }
  EXPECT_EQ(normalise("\xA3"
                      "5"),
            " $0 ")
      << "Windows-1252";
}

}  // namespace
}  // namespace shrike::engine
