-- Numbers of kinds, levels, outcomes and channels are those of include/shrike/domain/. Amounts are minor units of their
-- ISO 4217 currency. Columns go from wide to narrow, so that no row pays for padding.

-- text COLLATE "C": keys compare as bytes, which is faster and the same order as in SQLite.
CREATE TABLE decisions (
  seq bigint NOT NULL,
  event_time timestamptz NOT NULL,
  ingested_at timestamptz NOT NULL,
  probability double precision NOT NULL,
  amount bigint,
  kind smallint NOT NULL,
  level smallint NOT NULL,
  outcome smallint NOT NULL,
  score smallint NOT NULL,
  action smallint NOT NULL,
  channel smallint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  subject text COLLATE "C",
  customer text COLLATE "C",
  merchant text COLLATE "C",
  terminal text COLLATE "C",
  device text COLLATE "C",
  ip text COLLATE "C",
  phone text COLLATE "C",
  country text COLLATE "C",
  currency text COLLATE "C",
  text text,
  primary_reason text,
  detail text NOT NULL,
  features bytea,
  event bytea NOT NULL,
  PRIMARY KEY (tenant, seq)
);
CREATE INDEX decisions_by_subject ON decisions (tenant, subject, seq);
CREATE INDEX decisions_by_event ON decisions (tenant, event_id);
CREATE INDEX decisions_risky ON decisions (tenant, seq) WHERE level >= 2;
CREATE INDEX decisions_by_time ON decisions USING brin (event_time);

-- One row per day and combination, kept in the transaction that writes the decisions. currency is '' where there is none.
CREATE TABLE decision_rollups (
  day timestamptz NOT NULL,
  decisions bigint NOT NULL,
  amount bigint NOT NULL,
  kind smallint NOT NULL,
  level smallint NOT NULL,
  outcome smallint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, day, kind, level, outcome, currency)
);

-- outcome: what the labelled event was answered; NULL where its decision is not stored.
CREATE TABLE labels (
  seq bigint NOT NULL,
  event_time timestamptz NOT NULL,
  about smallint NOT NULL,
  outcome smallint,
  fraud boolean NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  note text,
  event bytea NOT NULL,
  PRIMARY KEY (tenant, event_id, source)
);

CREATE TABLE alerts (
  seq bigint NOT NULL,
  raised_at timestamptz NOT NULL,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  tenant text COLLATE "C" NOT NULL,
  type text NOT NULL,
  severity text NOT NULL,
  state text COLLATE "C" NOT NULL,
  acknowledged_by text,
  resolved_by text,
  PRIMARY KEY (tenant, seq)
);
CREATE INDEX alerts_by_state ON alerts (tenant, state, seq);

CREATE TABLE blocklist (
  added_at timestamptz NOT NULL,
  expires_at timestamptz,
  kind smallint NOT NULL,
  source smallint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (tenant, kind, value)
);

CREATE TABLE cursors (
  name text COLLATE "C" PRIMARY KEY,
  seq bigint NOT NULL
);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  prefix text NOT NULL,
  sha256 text COLLATE "C" NOT NULL UNIQUE,
  role text NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant, created_at);
