-- What people work on: the alerts about one entity until somebody closes the case. state: open, investigating, closed.
-- entity_kind: as in blocklist.kind, 0 = a decision that has no entity (entity is its id). score and level: the highest of its
-- decisions. labels_after: of a closed case, labels are due for its decisions after this number; NULL = none is due.
CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  snoozed_until INTEGER,
  version INTEGER NOT NULL,
  decisions INTEGER NOT NULL,
  labels_after INTEGER,
  entity_kind INTEGER NOT NULL,
  level INTEGER NOT NULL,
  score INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  entity TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT,
  assigned_to TEXT,
  changed_by TEXT,
  closed_by TEXT,
  closing_note TEXT
) STRICT;
CREATE UNIQUE INDEX cases_one_open ON cases (tenant, entity_kind, entity) WHERE state <> 'closed';
CREATE INDEX cases_queue ON cases (tenant, score DESC, id) WHERE state <> 'closed';
CREATE INDEX cases_closed ON cases (tenant, score DESC, id) WHERE state = 'closed';
CREATE INDEX cases_by_entity ON cases (tenant, entity, entity_kind);
CREATE INDEX cases_labels_due ON cases (id) WHERE labels_after IS NOT NULL;

-- Sums of a case's decisions.
CREATE TABLE case_amounts (
  case_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (case_id, currency)
) STRICT, WITHOUT ROWID;

-- What people did and wrote. what: assigned, released, investigating, snoozed, woken, closed, note.
CREATE TABLE case_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  what TEXT NOT NULL,
  words TEXT
) STRICT;
CREATE INDEX case_events_by_case ON case_events (case_id, id);

ALTER TABLE alerts ADD COLUMN case_id INTEGER;
CREATE INDEX alerts_by_case ON alerts (case_id, seq) WHERE case_id IS NOT NULL;
