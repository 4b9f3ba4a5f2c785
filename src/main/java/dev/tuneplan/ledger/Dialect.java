package dev.tuneplan.ledger;

/** The databases that a ledger can be in. */
enum Dialect {
  SQLITE,
  POSTGRESQL;

  /** Where the migrations are among the resources. */
  String migrations() {
    return this == SQLITE ? "classpath:ledger/sqlite" : "classpath:ledger/postgresql";
  }
}
