-- What was found of an attempt's measurements, and where. Attempts are named by their folders, as in what wrappers say.
CREATE TABLE measured (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt TEXT NOT NULL,
  number BIGINT NOT NULL,
  channel TEXT NOT NULL,
  lacks TEXT,
  peak_mib DOUBLE PRECISION,
  PRIMARY KEY (run, attempt)
);

-- Totals, so that nobody has to read rows for them: microseconds, millijoules, means in percent and watts, MiB.
CREATE TABLE measured_phase (
  run TEXT NOT NULL,
  attempt TEXT NOT NULL,
  number BIGINT NOT NULL,
  device TEXT NOT NULL,
  phase TEXT NOT NULL,
  micros BIGINT NOT NULL,
  energy BIGINT,
  busy DOUBLE PRECISION,
  sm_active DOUBLE PRECISION,
  tensor_active DOUBLE PRECISION,
  power DOUBLE PRECISION,
  peak_mib DOUBLE PRECISION,
  PRIMARY KEY (run, attempt, device, phase),
  FOREIGN KEY (run, attempt) REFERENCES measured (run, attempt) ON DELETE CASCADE
);

-- All rows of a device in an attempt; dev.tuneplan.measured.RowPacker says how they are packed.
CREATE TABLE measured_rows (
  run TEXT NOT NULL,
  attempt TEXT NOT NULL,
  number BIGINT NOT NULL,
  device TEXT NOT NULL,
  many BIGINT NOT NULL,
  packed BYTEA NOT NULL,
  PRIMARY KEY (run, attempt, device),
  FOREIGN KEY (run, attempt) REFERENCES measured (run, attempt) ON DELETE CASCADE
);

INSERT INTO ledger (version) VALUES (3);
