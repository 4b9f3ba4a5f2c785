package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether a ledger is whole: that the database is, that nothing refers to nothing, that every
 * attempt's phases fill its billed time without a gap, and that parts add up to what is said of the
 * whole, what was measured included.
 */
final class LedgerCheck {
  private static final int SHOWN = 20;

  private final Database database;
  private final Sql sql;
  private final List<String> faults = new ArrayList<>();

  LedgerCheck(Database database, Sql sql) {
    this.database = database;
    this.sql = sql;
  }

  List<String> faults() {
    if (database.dialect() == Dialect.SQLITE) {
      sql.list("PRAGMA integrity_check(5)", row -> row.getString(1)).stream()
          .filter(said -> !said.equals("ok"))
          .forEach(said -> faults.add("the file is damaged: " + said));
      sql.list("PRAGMA foreign_key_check", row -> row.getString(1))
          .forEach(table -> faults.add("a row of " + table + " refers to nothing"));
    }
    // one moment of the whole
    sql.transaction(() -> {
      phases();
      totals();
      numbers();
      new MeasuredCheck(sql, faults::add).look();
    });
    return faults.size() <= SHOWN
        ? List.copyOf(faults)
        : and(faults.subList(0, SHOWN), "and " + (faults.size() - SHOWN) + " more");
  }

  private static List<String> and(List<String> list, String last) {
    List<String> all = new ArrayList<>(list);
    all.add(last);
    return all;
  }

  /** One attempt while its phases are read. */
  private static final class Filled {
    final String name;
    final long begun;
    final long ended;
    final Optional<Money> cost;
    long at;
    Money sum = Money.ZERO;

    Filled(ResultSet row) throws SQLException {
      name = row.getString("run") + ", " + row.getString("pod");
      begun = row.getLong("begun");
      ended = row.getLong("ended");
      cost = SqlLedger.money(row, "cost");
      at = begun;
    }
  }

  private void phases() {
    Map<String, Filled> attempts = new HashMap<>();
    sql.each(
        "SELECT run, pod, begun, ended, cost FROM attempt",
        row -> {
          Filled attempt = new Filled(row);
          attempts.put(attempt.name, attempt);
        });
    sql.each(
        "SELECT run, pod, begun, ended, cost FROM phase ORDER BY run, pod, number",
        row -> {
          Filled attempt = attempts.get(row.getString("run") + ", " + row.getString("pod"));
          if (attempt != null && row.getLong("begun") == attempt.at) {
            attempt.at = row.getLong("ended");
            attempt.sum = attempt.sum.plus(SqlLedger.money(row, "cost").orElse(Money.ZERO));
          }
        });
    for (Filled attempt : attempts.values()) {
      if (attempt.at != attempt.ended) {
        faults.add(attempt.name + ": its phases do not fill its billed time");
      } else if (!attempt.sum.equals(attempt.cost.orElse(Money.ZERO))) {
        faults.add(
            attempt.name
                + ": its phases cost "
                + attempt.sum
                + ", and it cost "
                + attempt.cost.map(Money::toString).orElse("nothing, being unpriced"));
      }
    }
  }

  private void totals() {
    Map<String, Money> sums = new HashMap<>();
    for (String table : List.of("attempt", "direct")) {
      sql.each(
          "SELECT run, cost FROM " + table,
          row ->
              sums.merge(
                  row.getString("run"),
                  SqlLedger.money(row, "cost").orElse(Money.ZERO),
                  Money::plus));
    }
    sql.each(
        """
        SELECT run, total FROM reconciliation c
        WHERE version = (SELECT max(version) FROM reconciliation WHERE run = c.run)
        """,
        row -> {
          String run = row.getString("run");
          Money sum = sums.getOrDefault(run, Money.ZERO);
          Optional<Money> total = SqlLedger.money(row, "total");
          if (total.isPresent() && !total.get().equals(sum)) {
            faults.add(run + ": its attempts cost " + sum + ", and it cost " + total.get());
          }
        });
  }

  private void numbers() {
    sql.each(
        """
        SELECT run, count(*) AS many, max(version) AS last FROM reconciliation
        GROUP BY run HAVING count(*) <> max(version)
        """,
        row ->
            faults.add(
                row.getString("run")
                    + ": of its "
                    + row.getInt("last")
                    + " reconciliations "
                    + row.getInt("many")
                    + " are left"));
    sql.each(
        "SELECT r.id FROM run r WHERE NOT EXISTS (SELECT 1 FROM reconciliation c WHERE c.run ="
            + " r.id)",
        row -> faults.add(row.getString("id") + ": it has no reconciliation"));
  }
}
