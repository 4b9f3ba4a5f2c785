-- What was paid for machines, by the hour, and what may be spent.
CREATE TABLE bill (
  machine TEXT NOT NULL,
  sku TEXT NOT NULL,
  begun BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  hours NUMERIC(38, 12) NOT NULL,
  cost NUMERIC(38, 12) NOT NULL,
  currency TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (machine, sku, begun, ended)
);

CREATE TABLE budget (
  scope TEXT NOT NULL,
  who TEXT NOT NULL,
  per TEXT NOT NULL,
  amount NUMERIC(38, 12) NOT NULL,
  currency TEXT NOT NULL,
  thresholds TEXT NOT NULL,
  policy TEXT NOT NULL,
  PRIMARY KEY (scope, who, per)
);

-- An alert is claimed before it is delivered and confirmed after it, by whoever claimed it.
CREATE TABLE alert (
  scope TEXT NOT NULL,
  who TEXT NOT NULL,
  per TEXT NOT NULL,
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  said TEXT NOT NULL,
  made BIGINT NOT NULL,
  claimed BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  PRIMARY KEY (scope, who, per, period, kind)
);

UPDATE ledger SET version = 2;
