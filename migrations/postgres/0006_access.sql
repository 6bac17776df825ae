-- The audit chain: docs/formats/audit.md. detail is text, not json: its bytes are in the hash.
CREATE TABLE audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  role text NOT NULL,
  address text NOT NULL,
  action text COLLATE "C" NOT NULL,
  object text NOT NULL,
  outcome text NOT NULL,
  detail text NOT NULL,
  previous_hash text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_tenant ON audit (tenant, seq);

-- The newest row's number and hash. Whoever appends updates it first, so that appends wait for each other.
CREATE TABLE audit_head (
  id smallint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL,
  hash text COLLATE "C" NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- No statement of ours changes or deletes a row; one of somebody else's fails unless the trigger is dropped first.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- People who sign in by name and password. totp_secret counts once totp_on is set; totp_step is the last step whose code was used.
CREATE TABLE users (
  name text COLLATE "C" PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  role text NOT NULL,
  password_hash text NOT NULL,
  totp_secret text,
  totp_step bigint NOT NULL,
  created_at timestamptz NOT NULL,
  password_at timestamptz NOT NULL,
  totp_on boolean NOT NULL,
  disabled boolean NOT NULL
);
CREATE INDEX users_by_tenant ON users (tenant, name);

-- Addresses and networks that may use the key, separated by commas; NULL = all.
ALTER TABLE api_keys ADD COLUMN addresses text;
