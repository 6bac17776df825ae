-- Times are integer microseconds since 1970-01-01 UTC. Numbers of kinds, levels, outcomes and channels are those of
-- include/shrike/domain/. Amounts are minor units of their ISO 4217 currency.

-- seq is the row id: rows are appended in the order of the event log, which costs no B-tree of its own.
CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY,
  event_time INTEGER NOT NULL,
  ingested_at INTEGER NOT NULL,
  probability REAL NOT NULL,
  amount INTEGER,
  kind INTEGER NOT NULL,
  level INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  score INTEGER NOT NULL,
  action INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  event_id TEXT NOT NULL,
  subject TEXT,
  customer TEXT,
  merchant TEXT,
  terminal TEXT,
  device TEXT,
  ip TEXT,
  phone TEXT,
  country TEXT,
  currency TEXT,
  text TEXT,
  primary_reason TEXT,
  detail TEXT NOT NULL,
  features BLOB,
  event BLOB NOT NULL
) STRICT;
CREATE INDEX decisions_by_tenant ON decisions (tenant, seq);
CREATE INDEX decisions_by_subject ON decisions (tenant, subject, seq);
CREATE INDEX decisions_by_event ON decisions (tenant, event_id);
CREATE INDEX decisions_risky ON decisions (tenant, seq) WHERE level >= 2;

-- One row per day and combination, kept in the transaction that writes the decisions. currency is '' where there is none.
CREATE TABLE decision_rollups (
  day INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind INTEGER NOT NULL,
  level INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  currency TEXT NOT NULL,
  decisions INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (tenant, day, kind, level, outcome, currency)
) STRICT, WITHOUT ROWID;

-- outcome: what the labelled event was answered; NULL where its decision is not stored.
CREATE TABLE labels (
  tenant TEXT NOT NULL,
  event_id TEXT NOT NULL,
  source TEXT NOT NULL,
  seq INTEGER NOT NULL,
  event_time INTEGER NOT NULL,
  about INTEGER NOT NULL,
  fraud INTEGER NOT NULL,
  outcome INTEGER,
  note TEXT,
  event BLOB NOT NULL,
  PRIMARY KEY (tenant, event_id, source)
) STRICT;

CREATE TABLE alerts (
  tenant TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  resolved_by TEXT,
  resolved_at INTEGER,
  PRIMARY KEY (tenant, seq)
) STRICT;
CREATE INDEX alerts_by_state ON alerts (tenant, state, seq);

CREATE TABLE blocklist (
  tenant TEXT NOT NULL,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  source INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (tenant, kind, value)
) STRICT;

CREATE TABLE cursors (
  name TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY NOT NULL,
  prefix TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  tenant TEXT NOT NULL,
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_tenant ON api_keys (tenant, created_at);
