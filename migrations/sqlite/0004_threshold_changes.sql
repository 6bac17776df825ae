-- From which risk on events were reviewed, and since when: a projection of the event log. about: kinds of events. review_from: points of risk,
-- NULL = the settings' levels.
CREATE TABLE threshold_changes (
  tenant TEXT NOT NULL,
  seq INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  review_from REAL,
  about INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (tenant, seq)
) STRICT, WITHOUT ROWID;
