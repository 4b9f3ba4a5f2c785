-- Money is decimal text, times are nanoseconds since 1970 in UTC.
CREATE TABLE ledger (version INTEGER NOT NULL) STRICT;

CREATE TABLE run (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  ended INTEGER,
  project TEXT NOT NULL,
  owner TEXT NOT NULL,
  labels TEXT NOT NULL,
  plan TEXT,
  useful_steps INTEGER NOT NULL,
  currency TEXT NOT NULL,
  complete INTEGER NOT NULL
) STRICT;

CREATE TABLE attempt (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  pod TEXT NOT NULL,
  number INTEGER NOT NULL,
  node INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  cause TEXT NOT NULL,
  evidence TEXT NOT NULL,
  facts TEXT NOT NULL,
  rate TEXT,
  cost TEXT,
  PRIMARY KEY (run, pod)
) STRICT, WITHOUT ROWID;

CREATE TABLE phase (
  run TEXT NOT NULL,
  pod TEXT NOT NULL,
  number INTEGER NOT NULL,
  bucket TEXT NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  cost TEXT,
  PRIMARY KEY (run, pod, number),
  FOREIGN KEY (run, pod) REFERENCES attempt (run, pod) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE direct (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  what TEXT NOT NULL,
  source TEXT NOT NULL,
  cost TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reconciliation (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,
  evidence TEXT NOT NULL,
  currency TEXT NOT NULL,
  total TEXT,
  planned TEXT,
  lines TEXT NOT NULL,
  PRIMARY KEY (run, version)
) STRICT, WITHOUT ROWID;

INSERT INTO ledger (version) VALUES (1);
