#pragma once
// The archive's one write: everything that a stretch of the eventlog led to, and how far it went, in one transaction.
#include <span>
#include <string>

#include "shrike/domain/decision.hpp"
#include "shrike/store/channel_routes.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Views; the caller keeps what they point to. Each span is in the order of the log.
struct ArchiveBatch {
  std::span<const domain::DecisionPtr> decisions;
  std::span<const domain::Event> labels;
  std::span<const domain::Event>
      controls;  ///< those that decisions caused are found by blocked_by; of models' changes nothing is stored
  std::span<const domain::Alert> alerts;
  domain::Seq cursor = 0;                 ///< last seq of the stretch
  const ChannelRoutes* routes = nullptr;  ///< where each alert is put into the outbox for; null: nowhere
};

/// Writes what lies after the stored cursor and moves the cursor. Repeating a batch, or one that overlaps an earlier
/// one, changes nothing twice. When it fails nothing of it is stored. Errors: as Database; retry where is_retriable.
Result<void> write_archive_batch(Database& database, const ArchiveBatch& batch);

}  // namespace shrike::store
