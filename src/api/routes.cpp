#include "shrike/api/routes.hpp"

#include <algorithm>

namespace shrike::api {

namespace {

using access::Role;
using server::Method;

constexpr std::size_t kSmallBody = 64 * 1024;
constexpr std::size_t kBulkBody = 16 * 1024 * 1024;
constexpr std::array<std::string_view, 1> kJson{"application/json"};
constexpr std::array<std::string_view, 3> kBulkTypes{"application/json", "application/x-ndjson", "application/jsonl"};
constexpr std::array<std::string_view, 3> kImportTypes{"application/x-ndjson", "application/jsonl", "text/csv"};
constexpr std::string_view kSearchQuery =
    "level outcome kind entity text amount_min amount_max currency from to limit cursor";

// clang-format off
constexpr std::array kRoutes{
    RouteRow{Endpoint::dashboard, Method::get, "/dashboard", Role::none, "pages", "The dashboard"},
    RouteRow{Endpoint::dashboard_path, Method::get, "/dashboard/{path*}", Role::none, "pages", "A page or file of the dashboard"},
    RouteRow{Endpoint::docs, Method::get, "/docs", Role::none, "pages", "The API reference"},
    RouteRow{Endpoint::docs_asset, Method::get, "/docs/{path*}", Role::none, "pages", "A file of the API reference"},
    RouteRow{Endpoint::openapi, Method::get, "/openapi.json", Role::none, "pages", "This document"},
    RouteRow{Endpoint::health, Method::get, "/health", Role::none, "operation", "State of every component; 503 when one is down", 0, {}, "", "Health"},
    RouteRow{Endpoint::ready, Method::get, "/ready", Role::none, "operation", "200 as soon as events are taken, else 503", 0, {}, "", "Health"},
    RouteRow{Endpoint::info, Method::get, "/info", Role::viewer, "operation", "Versions, models, features and limits", 0, {}, "", "Info"},
    RouteRow{Endpoint::metrics, Method::get, "/metrics", Role::viewer, "operation", "Prometheus metrics as text"},
    RouteRow{Endpoint::session_open, Method::post, "/session", Role::none, "session", "Sign in by name and password, with an API key or a one-time login", kSmallBody, kJson, "SessionRequest", "Session"},
    RouteRow{Endpoint::session_read, Method::get, "/session", Role::viewer, "session", "Who is signed in", 0, {}, "", "Session"},
    RouteRow{Endpoint::session_close, Method::delete_, "/session", Role::none, "session", "Sign out", 0, {}, "", "", "", 204},
    RouteRow{Endpoint::analyze, Method::post, "/analyze", Role::ingest, "decisions", "Decide on one message or one transaction", kSmallBody, kJson, "AnalyzeRequest", "AnalyzeReply"},
    RouteRow{Endpoint::transactions, Method::post, "/transactions", Role::ingest, "decisions", "Take in many transactions, as a JSON array or NDJSON", kBulkBody, kBulkTypes, "BulkRequest", "BulkReply", "", 202},
    RouteRow{Endpoint::decisions_search, Method::get, "/decisions", Role::viewer, "decisions", "Search decisions, newest first", 0, {}, "", "DecisionPage", kSearchQuery},
    RouteRow{Endpoint::decision_read, Method::get, "/decisions/{id}", Role::viewer, "decisions", "One decision with its explanation", 0, {}, "", "Decision"},
    RouteRow{Endpoint::decision_replay, Method::get, "/decisions/{id}/replay", Role::analyst, "decisions", "Decide on it again and compare, to the byte", 0, {}, "", "Replay"},
    RouteRow{Endpoint::decision_label, Method::post, "/decisions/{id}/label", Role::analyst, "decisions", "Say what the event really was", kSmallBody, kJson, "LabelRequest", "", "", 202},
    RouteRow{Endpoint::blocklist_list, Method::get, "/blocklist", Role::analyst, "blocklist", "Blocked and allowed entities, newest first", 0, {}, "", "BlocklistPage", "list source limit cursor"},
    RouteRow{Endpoint::blocklist_add, Method::post, "/blocklist", Role::analyst, "blocklist", "Block an entity, or allow it, from the next event on", kSmallBody, kJson, "BlocklistEntry", "BlocklistChange", "", 202},
    RouteRow{Endpoint::blocklist_remove, Method::delete_, "/blocklist", Role::analyst, "blocklist", "Take an entity off its list from the next event on", kSmallBody, kJson, "BlocklistKey", "BlocklistChange", "", 202},
    RouteRow{Endpoint::alerts_list, Method::get, "/alerts", Role::analyst, "alerts", "Alerts, newest first; class=fraud (the default) or class=system", 0, {}, "", "AlertPage", "class state limit cursor"},
    RouteRow{Endpoint::alert_acknowledge, Method::post, "/alerts/{id}/acknowledge", Role::analyst, "alerts", "Say that somebody looks at it", kSmallBody, kJson, "", "", "", 204},
    RouteRow{Endpoint::alert_resolve, Method::post, "/alerts/{id}/resolve", Role::analyst, "alerts", "Close it", kSmallBody, kJson, "", "", "", 204},
    RouteRow{Endpoint::alert_channels, Method::get, "/alerts/channels", Role::analyst, "alerts", "The tenant's own channels that alerts go to, and how they do; the operator's people see those of all tenants", 0, {}, "", "AlertChannels"},
    RouteRow{Endpoint::alert_channel_test, Method::post, "/alerts/channels/{name}/test", Role::admin, "alerts", "Send a test alert to a channel of one's own tenant now and tell what the receiver said", kSmallBody, kJson, "", "AlertTest"},
    RouteRow{Endpoint::silences_list, Method::get, "/alerts/silences", Role::analyst, "alerts", "Silences that have not ended, newest first", 0, {}, "", "Silences"},
    RouteRow{Endpoint::silence_add, Method::post, "/alerts/silences", Role::analyst, "alerts", "Do not send alerts of a type, severity or entity for a while", kSmallBody, kJson, "SilenceRequest", "Silence", "", 201},
    RouteRow{Endpoint::silence_end, Method::delete_, "/alerts/silences/{id}", Role::analyst, "alerts", "End a silence", 0, {}, "", "", "", 204},
    RouteRow{Endpoint::cases_list, Method::get, "/cases", Role::viewer, "cases", "The queue of work: highest risk first, then the oldest; closed and snoozed cases only where state asks for them", 0, {}, "", "CasePage", "state assigned_to entity decision limit cursor"},
    RouteRow{Endpoint::case_read, Method::get, "/cases/{id}", Role::viewer, "cases", "One case with its newest decisions, notes and history", 0, {}, "", "CaseDetail"},
    RouteRow{Endpoint::case_change, Method::patch, "/cases/{id}", Role::analyst, "cases", "Assign, note, snooze, investigate or close; 409 where the case has changed meanwhile. Closing labels its decisions", kSmallBody, kJson, "CasePatch", "Case"},
    RouteRow{Endpoint::quality, Method::get, "/quality", Role::viewer, "cases", "How often alerts were right, as labels say: by reason, rule and version of a model", 0, {}, "", "Quality", "days"},
    RouteRow{Endpoint::models_list, Method::get, "/models", Role::analyst, "models", "The operator's versions of every model and the tenant's own, who judges for it, and its newest training", 0, {}, "", "Models"},
    RouteRow{Endpoint::model_card, Method::get, "/models/{id}/card", Role::analyst, "models", "The card of a version, the champion's without one: data, parameters, figures, limits, as Markdown", 0, {}, "", "", "version"},
    RouteRow{Endpoint::model_activate, Method::post, "/models/{id}/activate", Role::admin, "models", "Let a version judge for the tenant from the next event on; without one, the champion before the present one. The operator's choice is that of all who have none of their own, and activating its version goes back to following it", kSmallBody, kJson, "ActivateRequest", "ModelChange", "", 202},
    RouteRow{Endpoint::model_challenge, Method::put, "/models/{id}/challenger", Role::admin, "models", "Let a version judge beside the tenant's champion, and decide on a share of the entities; version 0 ends it", kSmallBody, kJson, "ChallengeRequest", "ModelChange", "", 202},
    RouteRow{Endpoint::retrain, Method::post, "/retrain", Role::admin, "models", "Train a version of the tenant's own on new examples, or on its labels in the store, and activate what is not worse", kBulkBody, kJson, "RetrainRequest", "RetrainReply"},
    RouteRow{Endpoint::monitoring, Method::get, "/monitoring", Role::analyst, "models", "How well the model of transactions does: accuracy by day, reliability, drift, champion and challenger", 0, {}, "", "Monitoring", "days"},
    RouteRow{Endpoint::thresholds_read, Method::get, "/thresholds", Role::viewer, "models", "From which risk on events are reviewed, the goal that holds it, and its history, newest first", 0, {}, "", "Thresholds", "limit cursor"},
    RouteRow{Endpoint::threshold_set, Method::put, "/thresholds", Role::admin, "models", "Review from this risk on, from the next event; null goes back to the settings' levels", kSmallBody, kJson, "ThresholdRequest", "Accepted", "", 202},
    RouteRow{Endpoint::stream_read, Method::get, "/stream", Role::viewer, "stream", "State of the pipeline, stage by stage", 0, {}, "", "Stream"},
    RouteRow{Endpoint::stream_start, Method::post, "/stream/start", Role::admin, "stream", "Take events again", kSmallBody, kJson, "", "Stream"},
    RouteRow{Endpoint::stream_stop, Method::post, "/stream/stop", Role::admin, "stream", "Refuse new events and hold the generator; what came in before is finished", kSmallBody, kJson, "", "Stream"},
    RouteRow{Endpoint::stream_generator, Method::put, "/stream/generator", Role::admin, "stream", "Start, stop or pace the generator", kSmallBody, kJson, "GeneratorRequest", "Stream"},
    RouteRow{Endpoint::live, Method::get, "/ws/dashboard", Role::viewer, "stream", "WebSocket: the live channel of the dashboard"},
    RouteRow{Endpoint::audit_list, Method::get, "/audit", Role::auditor, "access", "The audit chain, newest first; format=ndjson gives a row a line", 0, {}, "", "AuditPage", "actor action from to format limit cursor"},
    RouteRow{Endpoint::audit_verify, Method::get, "/audit/verify", Role::auditor, "access", "Whether the chain is still what was written, and if not the first row that is not", 0, {}, "", "AuditReport", "anchor"},
    RouteRow{Endpoint::totp_begin, Method::post, "/session/totp", Role::none, "session", "A secret for one's own authenticator app, shown once", kSmallBody, kJson, "", "TotpSecret"},
    RouteRow{Endpoint::totp_confirm, Method::put, "/session/totp", Role::none, "session", "Turn the second factor on with a code of that app", kSmallBody, kJson, "TotpCode", "User"},
    RouteRow{Endpoint::keys_list, Method::get, "/keys", Role::admin, "access", "API keys, newest first; never their text", 0, {}, "", "KeyList"},
    RouteRow{Endpoint::key_create, Method::post, "/keys", Role::admin, "access", "Make a key; its text is shown once", kSmallBody, kJson, "KeyRequest", "NewKey", "", 201},
    RouteRow{Endpoint::key_rotate, Method::post, "/keys/{id}/rotate", Role::admin, "access", "Make its successor; the old one holds for the overlap", kSmallBody, kJson, "RotateRequest", "NewKey", "", 201},
    RouteRow{Endpoint::key_revoke, Method::delete_, "/keys/{id}", Role::admin, "access", "End a key, and the sessions that it opened", 0, {}, "", "", "", 204},
    RouteRow{Endpoint::users_list, Method::get, "/users", Role::admin, "access", "People, by name", 0, {}, "", "UserList"},
    RouteRow{Endpoint::user_create, Method::post, "/users", Role::admin, "access", "Let somebody sign in by name and password", kSmallBody, kJson, "UserRequest", "User", "", 201},
    RouteRow{Endpoint::user_change, Method::patch, "/users/{id}", Role::admin, "access", "Change role, password or second factor, or disable; ends the person's sessions", kSmallBody, kJson, "UserPatch", "User"},
    RouteRow{Endpoint::sessions_list, Method::get, "/sessions", Role::admin, "access", "Who is signed in", 0, {}, "", "SessionList"},
    RouteRow{Endpoint::session_end, Method::delete_, "/sessions/{id}", Role::admin, "access", "Sign somebody out", 0, {}, "", "", "", 204},
    RouteRow{Endpoint::tenants_list, Method::get, "/tenants", Role::admin, "access", "Tenants with their keys, users and decisions; the operator's people see all, others their own", 0, {}, "", "TenantList"},
    RouteRow{Endpoint::tenant_create, Method::post, "/tenants", Role::admin, "access", "Make a tenant and its first admin key, whose text is shown once", kSmallBody, kJson, "TenantRequest", "NewTenant", "", 201},
    RouteRow{Endpoint::tenant_change, Method::patch, "/tenants/{id}", Role::admin, "access", "Rename, brand, suspend or activate a tenant", kSmallBody, kJson, "TenantChange", "Tenant"},
    RouteRow{Endpoint::settings_read, Method::get, "/settings", Role::admin, "access", "What the tenant may set for itself, and how it stands; and how long data is kept", 0, {}, "", "Settings"},
    RouteRow{Endpoint::settings_change, Method::put, "/settings", Role::admin, "access", "Set some, all or none of them, from the next event on; null goes back to the configuration file", kSmallBody, kJson, "SettingsRequest", "Accepted", "", 202},
    RouteRow{Endpoint::own_password, Method::post, "/session/password", Role::none, "session", "Change one's own password; the other sessions end", kSmallBody, kJson, "PasswordRequest", "", "", 204},
    RouteRow{Endpoint::blocklist_import, Method::post, "/blocklist/import", Role::analyst, "blocklist", "Block or allow many entities, as NDJSON or CSV; a bad row does not stop the rest", kBulkBody, kImportTypes, "BlocklistImport", "BlocklistImported", "", 202},
    RouteRow{Endpoint::erasure_create, Method::post, "/erasures", Role::admin, "access", "Destroy a person's data and certify it: docs/PRIVACY.md", kSmallBody, kJson, "ErasureRequest", "Erasure"},
    RouteRow{Endpoint::erasures_list, Method::get, "/erasures", Role::admin, "access", "Certificates of erasures, newest first", 0, {}, "", "ErasurePage", "limit cursor"},
};
// clang-format on

constexpr bool every_endpoint_once() {
  for (std::size_t i = 0; i < kRoutes.size(); ++i) {
    if (static_cast<std::size_t>(kRoutes[i].endpoint) != i) return false;
  }
  return kRoutes.size() == kEndpointCount;
}
static_assert(every_endpoint_once(), "a row's place is its endpoint's number");

/// The pipeline, the chain of all audit rows, and who else there is.
constexpr std::array kOperators{
    Endpoint::metrics,      Endpoint::stream_start,  Endpoint::stream_stop,   Endpoint::stream_generator,
    Endpoint::audit_verify, Endpoint::tenant_create, Endpoint::tenant_change,
};

}  // namespace

std::span<const RouteRow> routes() { return kRoutes; }

bool is_operators(Endpoint endpoint) { return std::ranges::find(kOperators, endpoint) != kOperators.end(); }

}  // namespace shrike::api
