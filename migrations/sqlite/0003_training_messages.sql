-- Messages that were sent with their truth, for retraining. key: a hash of the normalised text, so that the newest word on a message stands.
CREATE TABLE training_messages (
  tenant TEXT NOT NULL,
  key INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  scam INTEGER NOT NULL,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
