-- Versions of what was learned from runs: a plan names the one that corrected it.
CREATE TABLE calibration (
  number BIGINT NOT NULL PRIMARY KEY,
  made BIGINT NOT NULL,
  body TEXT NOT NULL
);

INSERT INTO ledger (version) VALUES (4);
