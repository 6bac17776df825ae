-- Who shares the installation. brand_logo: what the dashboard shows beside the name, as text. Tenants that keys or users name are here from the start.
CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  name TEXT NOT NULL,
  brand_name TEXT,
  brand_colour TEXT,
  brand_logo TEXT
) WITHOUT ROWID;
INSERT INTO tenants (id, created_at, suspended, name)
  SELECT tenant, MIN(created_at), 0, tenant
  FROM (SELECT tenant, created_at FROM api_keys UNION ALL SELECT tenant, created_at FROM users) AS named
  WHERE tenant <> 'default' GROUP BY tenant;
INSERT INTO tenants (id, created_at, suspended, name)
  VALUES ('default', CAST(strftime('%s', 'now') AS INTEGER) * 1000000, 0, 'default');

-- A tenant's own values; what is not here is as the configuration file says. key: src/access/tenant_settings.cpp.
CREATE TABLE tenant_settings (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) WITHOUT ROWID;
