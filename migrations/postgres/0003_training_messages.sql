-- Messages that were sent with their truth, for retraining. key: a hash of the normalised text, so that the newest word on a message stands.
CREATE TABLE training_messages (
  key bigint NOT NULL,
  added_at timestamptz NOT NULL,
  scam boolean NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (tenant, key)
);
