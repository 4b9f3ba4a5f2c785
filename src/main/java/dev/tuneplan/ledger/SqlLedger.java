package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.bill.PaidHours;
import dev.tuneplan.reconcile.Reconciliation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A ledger in a database. */
final class SqlLedger implements Ledger {
  private final Database database;
  private final Sql sql;

  private SqlLedger(Database database, Sql sql) {
    this.database = database;
    this.sql = sql;
  }

  static SqlLedger open(Database database) {
    Sql sql = new Sql(database);
    try {
      Migrations.apply(database, sql);
      return new SqlLedger(database, sql);
    } catch (RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  @Override
  public int book(Reconciliation r, String owner, Instant now) {
    Booking booking = new Booking(sql, r, owner, now);
    sql.transaction(booking::write);
    return booking.version();
  }

  @Override
  public Optional<Reconciliation> find(String run) {
    return new Booked(sql).find(run);
  }

  @Override
  public void each(Consumer<Reconciliation> taker) {
    new Booked(sql).each(taker);
  }

  @Override
  public List<BookedRun> runs() {
    return sql.list(
        """
        SELECT r.id, r.name, r.created, r.ended, r.project, r.owner, c.currency, c.total, c.planned, c.evidence, c.version
        FROM run r JOIN reconciliation c ON c.run = r.id
        WHERE c.version = (SELECT max(version) FROM reconciliation WHERE run = r.id)
        ORDER BY r.created DESC, r.id
        """,
        SqlLedger::run);
  }

  private static BookedRun run(ResultSet row) throws SQLException {
    long ended = row.getLong("ended");
    return new BookedRun(
        row.getString("id"),
        row.getString("name"),
        Sql.time(row.getLong("created")),
        ended == 0 ? Optional.empty() : Optional.of(Sql.time(ended)),
        row.getString("project"),
        row.getString("owner"),
        row.getString("currency"),
        money(row, "total"),
        money(row, "planned"),
        row.getString("evidence"),
        row.getInt("version"));
  }

  /** SQLite has text there, which its driver makes no decimal of. */
  static Optional<Money> money(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(Money::of);
  }

  @Override
  public void keep(List<PaidHours> paid) {
    new Bills(sql).keep(paid);
  }

  @Override
  public List<PaidHours> paid() {
    return new Bills(sql).all();
  }

  @Override
  public BudgetBook budgets() {
    return new SqlBudgets(sql);
  }

  @Override
  public CalibrationBook calibrations() {
    return new SqlCalibrations(sql);
  }

  @Override
  public List<String> check() {
    return new LedgerCheck(database, sql).faults();
  }

  @Override
  public void export(Consumer<String> lines) {
    new Rows(sql).export(lines);
  }

  @Override
  public Imported take(Iterable<String> lines) {
    return new Rows(sql).take(lines);
  }

  @Override
  public void close() {
    sql.close();
  }
}
