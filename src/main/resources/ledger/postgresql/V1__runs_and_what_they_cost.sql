-- Money is decimal, times are nanoseconds since 1970 in UTC.
CREATE TABLE ledger (version BIGINT NOT NULL);

CREATE TABLE run (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created BIGINT NOT NULL,
  ended BIGINT,
  project TEXT NOT NULL,
  owner TEXT NOT NULL,
  labels TEXT NOT NULL,
  plan TEXT,
  useful_steps BIGINT NOT NULL,
  currency TEXT NOT NULL,
  complete BIGINT NOT NULL
);

CREATE TABLE attempt (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  pod TEXT NOT NULL,
  number BIGINT NOT NULL,
  node BIGINT NOT NULL,
  begun BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  cause TEXT NOT NULL,
  evidence TEXT NOT NULL,
  facts TEXT NOT NULL,
  rate TEXT,
  cost NUMERIC(38, 12),
  PRIMARY KEY (run, pod)
);

CREATE TABLE phase (
  run TEXT NOT NULL,
  pod TEXT NOT NULL,
  number BIGINT NOT NULL,
  bucket TEXT NOT NULL,
  begun BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  cost NUMERIC(38, 12),
  PRIMARY KEY (run, pod, number),
  FOREIGN KEY (run, pod) REFERENCES attempt (run, pod) ON DELETE CASCADE
);

CREATE TABLE direct (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  what TEXT NOT NULL,
  source TEXT NOT NULL,
  cost NUMERIC(38, 12) NOT NULL,
  PRIMARY KEY (run, number)
);

CREATE TABLE reconciliation (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  made BIGINT NOT NULL,
  evidence TEXT NOT NULL,
  currency TEXT NOT NULL,
  total NUMERIC(38, 12),
  planned NUMERIC(38, 12),
  lines TEXT NOT NULL,
  PRIMARY KEY (run, version)
);

INSERT INTO ledger (version) VALUES (1);
