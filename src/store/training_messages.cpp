#include "shrike/store/training_messages.hpp"

#include <algorithm>

namespace shrike::store {

Result<void> keep_training_messages(Database& database, const std::string& tenant,
                                    std::span<const TrainingMessage> messages) {
  constexpr std::string_view kSql = R"(
    INSERT INTO training_messages (tenant, key, content, scam, source, added_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (tenant, key) DO UPDATE SET
      content = excluded.content, scam = excluded.scam, source = excluded.source, added_at = excluded.added_at
  )";
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const TrainingMessage& message : messages) {
    const auto done = database.query(kSql, {tenant, static_cast<std::int64_t>(message.key), message.content,
                                            message.scam, message.source, Time{message.added_at_us}});
    if (!done) return done.error();
  }
  return transaction->commit();
}

Result<std::vector<TrainingMessage>> training_messages(Database& database, const std::string& tenant) {
  const auto rows = database.query(
      "SELECT key, content, scam, source, added_at FROM training_messages WHERE tenant = $1 "
      "ORDER BY added_at DESC, key LIMIT $2",
      {tenant, static_cast<std::int64_t>(kTrainingMessagesMax)});
  if (!rows) return rows.error();
  std::vector<TrainingMessage> out;
  for (const Row& row : *rows)
    out.push_back({static_cast<std::uint64_t>(row.integer(0)), row.text(1), row.boolean(2), row.text(3), row.time(4)});
  std::ranges::reverse(out);
  return out;
}

}  // namespace shrike::store
