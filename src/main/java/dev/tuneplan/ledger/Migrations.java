package dev.tuneplan.ledger;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a ledger to the schema that this tuneplan knows. */
final class Migrations {
  /** Of the newest file in the resources. */
  static final int VERSION = 4;

  private Migrations() {}

  /** Migrates unless one look says that nothing is to be done. */
  static void apply(Database database, Sql sql) {
    int found = version(sql);
    if (found > VERSION) {
      throw new LedgerFault(
          "the ledger "
              + database.name()
              + " has schema "
              + found
              + ", and this tuneplan knows "
              + VERSION
              + "; use the newer tuneplan that made it");
    }
    if (found < VERSION) {
      migrate(database);
    }
  }

  /** 0: there is none. */
  private static int version(Sql sql) {
    try (Statement statement = sql.connection().createStatement();
        var rows = statement.executeQuery("SELECT max(version) FROM ledger")) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      // an unknown table has no code of its own in SQLite
      if ("42P01".equals(e.getSQLState())
          || String.valueOf(e.getMessage()).contains("no such table")) {
        return 0;
      }
      throw LedgerFault.of(sql.name(), e);
    }
  }

  private static void migrate(Database database) {
    try {
      Flyway.configure()
          .dataSource(new OneSource(database))
          .locations(database.dialect().migrations())
          // several processes may meet an empty database at once
          .lockRetryCount(-1)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new LedgerFault(
          "the ledger " + database.name() + " cannot be brought up to date: " + e.getMessage(), e);
    }
  }
}
