-- The blocklist is read newest first.
CREATE INDEX blocklist_by_time ON blocklist (tenant, added_at, kind, value);
