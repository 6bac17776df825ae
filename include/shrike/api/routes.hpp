#pragma once
// The table of contents of the server: every route, who may use it, what goes in. Also yields /openapi.json and the
// metric labels.
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "shrike/access/access.hpp"
#include "shrike/server/message.hpp"

namespace shrike::api {

// clang-format off
/// One per row of the table.
enum class Endpoint : std::uint8_t {
  dashboard, dashboard_path, docs, docs_asset, openapi, health, ready, info, metrics,
  session_open, session_read, session_close,
  analyze, transactions,
  decisions_search, decision_read, decision_replay, decision_label,
  blocklist_list, blocklist_add, blocklist_remove,
  alerts_list, alert_acknowledge, alert_resolve, alert_channels, alert_channel_test,
  silences_list, silence_add, silence_end,
  cases_list, case_read, case_change, quality,
  models_list, model_card, model_activate, model_challenge, retrain, monitoring, thresholds_read, threshold_set,
  stream_read, stream_start, stream_stop, stream_generator,
  live,
  audit_list, audit_verify,
  totp_begin, totp_confirm,
  keys_list, key_create, key_rotate, key_revoke,
  users_list, user_create, user_change,
  sessions_list, session_end,
  tenants_list, tenant_create, tenant_change,
  settings_read, settings_change, own_password,
  blocklist_import,
  erasure_create, erasures_list,
  count_
};
// clang-format on
inline constexpr std::size_t kEndpointCount = static_cast<std::size_t>(Endpoint::count_);

struct RouteRow {
  Endpoint endpoint;
  server::Method method;
  std::string_view path;
  access::Role least;
  std::string_view tag;
  std::string_view summary;
  std::size_t body_limit_bytes = 0;
  std::span<const std::string_view> content_types = {};
  std::string_view request_schema = {};  ///< name in components.schemas
  std::string_view response_schema = {};
  std::string_view query = {};  ///< names of query parameters, separated by spaces
  int success = 200;
};

std::span<const RouteRow> routes();

/// What runs or shows the whole installation: only people of the operator's tenant (access::kOperatorTenant) may,
/// others get 403 whatever their role.
bool is_operators(Endpoint endpoint);

/// The OpenAPI 3.1 document of that table.
std::string openapi_json(std::string_view version);

}  // namespace shrike::api
