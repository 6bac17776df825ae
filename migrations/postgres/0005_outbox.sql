-- What is to be sent about alerts: one row per alert, channel and event (trigger, acknowledge, resolve, escalate).
-- state: pending, delivered, grouped (counted in the notification grouped_into), silenced, skipped (its trigger was never
-- sent), dead. group_key: the entity that the alert is about, NULL where there is none.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  finished_at timestamptz,
  grouped_into bigint,
  group_size bigint NOT NULL DEFAULT 1,
  attempts bigint NOT NULL DEFAULT 0,
  tenant text COLLATE "C" NOT NULL,
  alert_id text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  type text NOT NULL,
  severity text NOT NULL,
  group_key text COLLATE "C",
  state text COLLATE "C" NOT NULL,
  result text,
  UNIQUE (tenant, alert_id, channel, event)
);
CREATE INDEX outbox_due ON outbox (channel, due_at, id) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox (channel, id) WHERE state = 'dead';
CREATE INDEX outbox_groups ON outbox (channel, tenant, group_key, finished_at) WHERE group_key IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX alerts_by_seq ON alerts (seq);

-- Conditions of the system itself. id is shown as sys_…; escalated_at: when the unacknowledged alert was sent once more.
CREATE TABLE system_alerts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  raised_at timestamptz NOT NULL,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  escalated_at timestamptz,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  type text NOT NULL,
  severity text NOT NULL,
  state text COLLATE "C" NOT NULL,
  title text NOT NULL,
  acknowledged_by text,
  resolved_by text
);
CREATE INDEX system_alerts_by_state ON system_alerts (tenant, state, id);

-- Alerts that match are not sent until then. NULL matches everything.
CREATE TABLE silences (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  type text,
  severity text,
  entity text,
  reason text NOT NULL,
  created_by text NOT NULL
);
CREATE INDEX silences_by_end ON silences (until);
