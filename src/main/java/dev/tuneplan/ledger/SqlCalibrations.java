package dev.tuneplan.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Versions in a table of the ledger. */
final class SqlCalibrations implements CalibrationBook {
  private final Sql sql;

  SqlCalibrations(Sql sql) {
    this.sql = sql;
  }

  @Override
  public OptionalInt last() {
    return sql
        .list("SELECT number FROM calibration ORDER BY number DESC LIMIT 1", r -> r.getInt(1))
        .stream()
        .mapToInt(n -> n)
        .findFirst();
  }

  @Override
  public Optional<String> find(int number) {
    return sql.first(
        "SELECT body FROM calibration WHERE number = ?", row -> row.getString(1), number);
  }

  @Override
  public boolean add(int number, Instant made, String body) {
    return sql.update(
            "INSERT INTO calibration (number, made, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            number,
            made,
            body)
        > 0;
  }
}
