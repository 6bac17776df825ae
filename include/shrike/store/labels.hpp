#pragma once
// Labels: the truth about earlier events, one per event and source.
#include <span>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Writes label events. Per (tenant, event id, source) the newest seq stays, so that repeating changes nothing.
/// Events of another kind break an invariant. Errors: as Database.
Result<void> insert_labels(Database& database, std::span<const domain::Event> labels);

/// All labels of one event, newest first; the seq, tenant and times are those of the label event.
Result<std::vector<domain::Event>> labels_of(Database& database, const std::string& tenant,
                                             const std::string& event_id);

}  // namespace shrike::store
