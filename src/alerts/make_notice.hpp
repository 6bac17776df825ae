#pragma once
// From rows of the store to what a channel tells.
#include "shrike/alerts/notice.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/system_alerts.hpp"

namespace shrike::alerts {

Notice notice_of(const store::OutboxRow& row, const store::StoredAlert& stored, const std::string& public_url);
Notice notice_of(const store::OutboxRow& row, const store::SystemAlert& alert, const std::string& public_url);

}  // namespace shrike::alerts
