// Labelled files through the deciding path, and what is no use for measuring.
#include <gtest/gtest.h>

#include <fstream>

#include "app/examples.hpp"
#include "app/message_folds.hpp"
#include "shrike/app/commands.hpp"
#include "support/temp_dir.hpp"

namespace shrike::app {
namespace {

class Evaluate : public ::testing::Test {
 protected:
  /// Exit code of `shrike evaluate` over a file with these lines.
  int run(const std::string& text, std::vector<std::string> options) {
    std::ofstream(path_) << text;
    options.insert(options.begin(), {"shrike", "evaluate", path_});
    std::vector<char*> arguments;
    for (std::string& option : options) arguments.push_back(option.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run_command_line(static_cast<int>(arguments.size()), arguments.data());
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code;
  }

  const test::TempDir dir_;
  const std::string path_ = dir_.file("events.csv");
  const std::string model_ = SHRIKE_SOURCE_DIR "/models/transaction-gbt.model";
  std::string out_, error_;
};

constexpr const char* kHeader = "transaction_id,timestamp,customer_id,terminal_id,amount,is_fraud\n";

TEST_F(Evaluate, MeasuresAndCountsWhatItCouldNotUse) {
  const std::string text = std::string(kHeader) +
                           "1,2018-05-01 00:00:00,1,1,10.00,0\n2,2018-05-01 01:00:00,2,1,900.00,1\n"
                           "3,2018-05-01 02:00:00,3,1,nan,0\n4,2018-05-01 03:00:00,3,1,inf,0\n"
                           "5,2018-05-01 04:00:00,3,1,1.00,perhaps\n6,2018-05-01 05:00:00,3,1,5.00,\n"
                           "1,2018-05-01 00:00:00,1,1,10.00,0\n";
  ASSERT_EQ(run(text, {"--model", model_, "--json"}), 0) << error_;
  for (const char* part : {"\"rows_read\":7", "\"rows_bad\":3", "\"rows_without_truth\":1", "\"rows_repeated\":1",
                           "\"events\":2", "\"auc\":1", "\"card_precision_100\":0.01"})
    EXPECT_NE(out_.find(part), std::string::npos) << part << " in " << out_;
}

TEST_F(Evaluate, RefusesWhatCannotBeMeasured) {
  const std::string one_class = std::string(kHeader) + "1,2018-05-01 00:00:00,1,1,10.00,0\n";
  EXPECT_EQ(run(one_class, {"--model", model_}), 2);
  EXPECT_NE(error_.find("expected fraud and genuine events"), std::string::npos) << error_;
  EXPECT_EQ(run("", {"--model", model_}), 2);
  EXPECT_NE(error_.find("header line"), std::string::npos) << error_;
  EXPECT_EQ(run(kHeader, {"--model", model_}), 2);
  EXPECT_NE(error_.find("found 0 events"), std::string::npos) << error_;
  EXPECT_EQ(run("a,b\n1,2\n", {"--model", model_}), 2);
  EXPECT_NE(error_.find("no column"), std::string::npos) << error_;
  EXPECT_EQ(run(one_class, {"--model", path_}), 1) << "a model file that is none";
  EXPECT_EQ(run(one_class, {}), 2);
  EXPECT_NE(error_.find("--model FILE"), std::string::npos) << error_;
}

TEST_F(Evaluate, RefusesAProtocolThatTheDataDoNotCover) {
  const std::string text =
      std::string(kHeader) + "1,2018-07-25 00:00:00,1,1,10.00,0\n2,2018-07-25 01:00:00,2,1,9.00,1\n";
  EXPECT_EQ(run(text, {"--protocol", "handbook", "--train-start", "2018-07-25"}), 2);
  EXPECT_NE(error_.find("needs payments from 2018-07-25 to 2018-08-14"), std::string::npos) << error_;
  EXPECT_EQ(run(text, {"--protocol", "handbook"}), 2);
  EXPECT_EQ(run(text, {"--protocol", "other", "--train-start", "2018-07-25"}), 2);
  EXPECT_EQ(run(text, {"--protocol", "handbook", "--train-start", "2018-07-25", "--features", "none"}), 2);
  EXPECT_EQ(run(text, {"--protocol", "handbook", "--train-start", "2018-07-25", "--model-params", "depth=0"}), 2);
}

/// Two files are one stream: what the first one did stands in the windows of the second.
TEST_F(Evaluate, FilesFollowOnEachOther) {
  const std::string other = path_ + "2";
  std::ofstream(path_) << kHeader << "1,2018-05-01 00:00:00,1,1,10.00,0\n";
  std::ofstream(other) << kHeader << "2,2018-05-01 00:10:00,1,1,20.00,1\n";
  ExampleSettings settings;
  settings.skip_us = 0;
  settings.features = feature_sets().data();
  const auto examples = read_example_files({path_, other}, "", "", settings, {}, {});
  std::filesystem::remove(other);
  ASSERT_TRUE(examples.ok());
  ASSERT_EQ(examples->payments.size(), 2U);
  const auto& names = examples->payments.names();
  const auto count = std::ranges::find(names, "card_count_24h") - names.begin();
  EXPECT_EQ(examples->payments.values(0)[static_cast<std::size_t>(count)], 0);
  EXPECT_EQ(examples->payments.values(1)[static_cast<std::size_t>(count)], 1);
}

TEST(MessageFolds, NearDuplicatesStayTogetherAndBothClassesAreSpread) {
  std::vector<training::MessageExample> messages;
  for (int i = 0; i < 500; ++i) {
    const std::string letters{static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)};
    messages.push_back({"Message " + letters + " number 1!", i % 10 == 0});
    messages.push_back({"message " + letters + " NUMBER 7", i % 10 == 0});
  }
  const auto folds = message_folds(messages, 5, 1);
  std::array<int, 5> scams{}, sizes{};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (i % 2 == 1) {
      EXPECT_EQ(folds[i], folds[i - 1]);
    }
    ++sizes[folds[i]];
    scams[folds[i]] += messages[i].scam ? 1 : 0;
  }
  for (std::size_t fold = 0; fold < 5; ++fold) {
    EXPECT_EQ(scams[fold], 20);
    EXPECT_EQ(sizes[fold], 200);
  }
  EXPECT_EQ(folds, message_folds(messages, 5, 1));
  EXPECT_NE(folds, message_folds(messages, 5, 2));
}

}  // namespace
}  // namespace shrike::app
