-- What people work on: the alerts about one entity until somebody closes the case. state: open, investigating, closed.
-- entity_kind: as in blocklist.kind, 0 = a decision that has no entity (entity is its id). score and level: the highest of its
-- decisions. labels_after: of a closed case, labels are due for its decisions after this number; NULL = none is due.
CREATE TABLE cases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  snoozed_until timestamptz,
  version bigint NOT NULL,
  decisions bigint NOT NULL,
  labels_after bigint,
  entity_kind smallint NOT NULL,
  level smallint NOT NULL,
  score smallint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  entity text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  outcome text,
  assigned_to text COLLATE "C",
  changed_by text,
  closed_by text,
  closing_note text
);
CREATE UNIQUE INDEX cases_one_open ON cases (tenant, entity_kind, entity) WHERE state <> 'closed';
CREATE INDEX cases_queue ON cases (tenant, score DESC, id) WHERE state <> 'closed';
CREATE INDEX cases_closed ON cases (tenant, score DESC, id) WHERE state = 'closed';
CREATE INDEX cases_by_entity ON cases (tenant, entity, entity_kind);
CREATE INDEX cases_labels_due ON cases (id) WHERE labels_after IS NOT NULL;

-- Sums of a case's decisions.
CREATE TABLE case_amounts (
  case_id bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (case_id, currency)
);

-- What people did and wrote. what: assigned, released, investigating, snoozed, woken, closed, note.
CREATE TABLE case_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id bigint NOT NULL,
  at timestamptz NOT NULL,
  done_by text NOT NULL,
  what text NOT NULL,
  words text
);
CREATE INDEX case_events_by_case ON case_events (case_id, id);

ALTER TABLE alerts ADD COLUMN case_id bigint;
CREATE INDEX alerts_by_case ON alerts (case_id, seq) WHERE case_id IS NOT NULL;
