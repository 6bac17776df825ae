-- The audit chain: docs/formats/audit.md. detail is JSON; its bytes are in the hash.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_tenant ON audit (tenant, seq);

-- The newest row's number and hash. Whoever appends updates it first, so that appends wait for each other.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- No statement of ours changes or deletes a row; one of somebody else's fails unless the trigger is dropped first.
CREATE TRIGGER audit_append_only_update BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_append_only_delete BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

-- People who sign in by name and password. totp_secret counts once totp_on is set; totp_step is the last step whose code was used.
CREATE TABLE users (
  name TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  totp_secret TEXT,
  totp_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  password_at INTEGER NOT NULL,
  totp_on INTEGER NOT NULL,
  disabled INTEGER NOT NULL
) STRICT;
CREATE INDEX users_by_tenant ON users (tenant, name);

-- Addresses and networks that may use the key, separated by commas; NULL = all.
ALTER TABLE api_keys ADD COLUMN addresses TEXT;
