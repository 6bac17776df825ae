-- From which risk on events were reviewed, and since when: a projection of the event log. about: kinds of events. review_from: points of risk,
-- NULL = the settings' levels.
CREATE TABLE threshold_changes (
  seq bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  review_from double precision,
  about smallint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  changed_by text NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (tenant, seq)
);
