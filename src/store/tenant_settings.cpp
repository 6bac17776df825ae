#include "shrike/store/tenant_settings.hpp"

#include "shrike/base/result.hpp"

namespace shrike::store {

Result<void> keep_settings(Database& database, const domain::Event& event) {
  constexpr std::string_view kKeep = R"(
    INSERT INTO tenant_settings (tenant, key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by
  )";
  constexpr std::string_view kClear = "DELETE FROM tenant_settings WHERE tenant = $1 AND key = $2";
  const auto* control = std::get_if<domain::Control>(&event.body);
  SHRIKE_ASSERT(control != nullptr && control->is_settings());
  for (const auto& [key, value] : control->settings.values) {
    const auto done =
        value ? database.query(kKeep, {event.tenant, key, *value, Time{event.ingested_at_us}, control->settings.by})
              : database.query(kClear, {event.tenant, key});
    if (!done) return done.error();
  }
  return {};
}

Result<std::map<std::string, StoredSettings>> load_settings(Database& database) {
  const auto rows = database.query("SELECT tenant, key, value FROM tenant_settings ORDER BY tenant, key");
  if (!rows) return rows.error();
  std::map<std::string, StoredSettings> out;
  for (const Row& row : *rows) out[row.text(0)][row.text(1)] = row.text(2);
  return out;
}

}  // namespace shrike::store
