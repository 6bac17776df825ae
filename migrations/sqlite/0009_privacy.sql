-- 1 = the entity is blocked, 2 = it is allowed: never blocked automatically.
ALTER TABLE blocklist ADD COLUMN list INTEGER NOT NULL DEFAULT 1;

-- What is purged goes oldest first.
ALTER TABLE labels ADD COLUMN ingested_at INTEGER;
UPDATE labels SET ingested_at = event_time;
CREATE INDEX labels_by_time ON labels (ingested_at);
CREATE INDEX alerts_by_time ON alerts (raised_at);

-- The newest row of the audit chain that was purged, which the first one that is left follows. A row audit.purge says the same.
CREATE TABLE audit_start (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_start (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- A row may go only once audit_start says so.
DROP TRIGGER audit_append_only_delete;
CREATE TRIGGER audit_append_only_delete BEFORE DELETE ON audit WHEN OLD.seq > (SELECT seq FROM audit_start)
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

-- What was erased: docs/PRIVACY.md. subject is a pseudonym; counts is JSON.
CREATE TABLE erasures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  erased_at INTEGER NOT NULL,
  log_to INTEGER NOT NULL,
  audit_seq INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  erased_by TEXT NOT NULL,
  counts TEXT NOT NULL,
  audit_hash TEXT NOT NULL
) STRICT;
CREATE INDEX erasures_by_tenant ON erasures (tenant, id);
