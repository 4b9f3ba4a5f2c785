-- Versions of what was learned from runs: a plan names the one that corrected it.
CREATE TABLE calibration (
  number INTEGER NOT NULL PRIMARY KEY,
  made INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

INSERT INTO ledger (version) VALUES (4);
