-- What is to be sent about alerts: one row per alert, channel and event (trigger, acknowledge, resolve, escalate).
-- state: pending, delivered, grouped (counted in the notification grouped_into), silenced, skipped (its trigger was never
-- sent), dead. group_key: the entity that the alert is about, NULL where there is none.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  finished_at INTEGER,
  grouped_into INTEGER,
  group_size INTEGER NOT NULL DEFAULT 1,
  attempts INTEGER NOT NULL DEFAULT 0,
  tenant TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  group_key TEXT,
  state TEXT NOT NULL,
  result TEXT,
  UNIQUE (tenant, alert_id, channel, event)
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, due_at, id) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox (channel, id) WHERE state = 'dead';
CREATE INDEX outbox_groups ON outbox (channel, tenant, group_key, finished_at) WHERE group_key IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX alerts_by_seq ON alerts (seq);

-- Conditions of the system itself. id is shown as sys_…; escalated_at: when the unacknowledged alert was sent once more.
CREATE TABLE system_alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  raised_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  resolved_at INTEGER,
  escalated_at INTEGER,
  value REAL NOT NULL,
  threshold REAL NOT NULL,
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  acknowledged_by TEXT,
  resolved_by TEXT
) STRICT;
CREATE INDEX system_alerts_by_state ON system_alerts (tenant, state, id);

-- Alerts that match are not sent until then. NULL matches everything.
CREATE TABLE silences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  type TEXT,
  severity TEXT,
  entity TEXT,
  reason TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
CREATE INDEX silences_by_end ON silences (until);
