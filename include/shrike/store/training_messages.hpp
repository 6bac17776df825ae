#pragma once
// Messages that were sent with their truth: the corpus that the message model is moved by.
#include <span>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"

namespace shrike::store {

struct TrainingMessage {
  std::uint64_t key = 0;  ///< the same for texts that count as one
  std::string content;
  bool scam = false;
  std::string source;  ///< who said so
  TimeUs added_at_us = 0;
};
inline constexpr std::size_t kTrainingMessagesMax = 50'000;  ///< that are read; the oldest beyond are not

/// In one transaction; of a key the newest word stands. Errors: as Database.
Result<void> keep_training_messages(Database& database, const std::string& tenant,
                                    std::span<const TrainingMessage> messages);
/// Oldest first. Errors: as Database.
Result<std::vector<TrainingMessage>> training_messages(Database& database, const std::string& tenant);

}  // namespace shrike::store
