-- Who shares the installation. brand_logo: what the dashboard shows beside the name, as text. Tenants that keys or users name are here from the start.
CREATE TABLE tenants (
  id text COLLATE "C" PRIMARY KEY,
  created_at timestamptz NOT NULL,
  suspended boolean NOT NULL,
  name text NOT NULL,
  brand_name text,
  brand_colour text,
  brand_logo text
);
INSERT INTO tenants (id, created_at, suspended, name)
  SELECT tenant, MIN(created_at), false, tenant
  FROM (SELECT tenant, created_at FROM api_keys UNION ALL SELECT tenant, created_at FROM users) AS named
  WHERE tenant <> 'default' GROUP BY tenant;
INSERT INTO tenants (id, created_at, suspended, name) VALUES ('default', now(), false, 'default');

-- A tenant's own values; what is not here is as the configuration file says. key: src/access/tenant_settings.cpp.
CREATE TABLE tenant_settings (
  tenant text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (tenant, key)
);

-- The second wall between tenants: a session sees the rows of the tenant in its setting shrike.tenant ('*': of all), whatever its statements say.
-- A session without the setting sees nothing. A table that comes later calls this for itself.
CREATE FUNCTION isolate_tenants(isolated regclass, tenant_column text DEFAULT 'tenant') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', isolated);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', isolated);
  EXECUTE format('CREATE POLICY own_tenant ON %s USING (%I = (SELECT current_setting(''shrike.tenant'', true))'
                 ' OR (SELECT current_setting(''shrike.tenant'', true)) = ''*'')', isolated, tenant_column);
END $$;
DO $$
DECLARE
  isolated text;
BEGIN
  FOR isolated IN
    SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND c.column_name = 'tenant' AND t.table_type = 'BASE TABLE'
  LOOP
    PERFORM isolate_tenants(isolated::regclass);
  END LOOP;
  PERFORM isolate_tenants('tenants', 'id');
END $$;

-- A superuser is above such policies. Where the program connects as one, its connection for people's queries takes this role instead.
DO $$
BEGIN
  IF NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) THEN RETURN; END IF;
  BEGIN
    CREATE ROLE shrike_query NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO shrike_query', current_schema());
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO shrike_query', current_schema());
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shrike_query', current_schema());
EXCEPTION WHEN insufficient_privilege THEN
  NULL;  -- a role with BYPASSRLS that may not make roles: the program says at its start that this wall is missing
END $$;
