-- What was paid for machines, by the hour, and what may be spent.
CREATE TABLE bill (
  machine TEXT NOT NULL,
  sku TEXT NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  hours TEXT NOT NULL,
  cost TEXT NOT NULL,
  currency TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (machine, sku, begun, ended)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
  scope TEXT NOT NULL,
  who TEXT NOT NULL,
  per TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  thresholds TEXT NOT NULL,
  policy TEXT NOT NULL,
  PRIMARY KEY (scope, who, per)
) STRICT, WITHOUT ROWID;

-- An alert is claimed before it is delivered and confirmed after it, by whoever claimed it.
CREATE TABLE alert (
  scope TEXT NOT NULL,
  who TEXT NOT NULL,
  per TEXT NOT NULL,
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  said TEXT NOT NULL,
  made INTEGER NOT NULL,
  claimed INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  PRIMARY KEY (scope, who, per, period, kind)
) STRICT, WITHOUT ROWID;

UPDATE ledger SET version = 2;
