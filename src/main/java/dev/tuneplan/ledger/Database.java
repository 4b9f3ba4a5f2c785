package dev.tuneplan.ledger;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Where a ledger is.
 *
 * @param url as JDBC has it
 * @param name for people, without a password
 * @param patience how long a file that another process has locked is waited for
 */
public record Database(Dialect dialect, String url, String name, Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A file of SQLite; it is made when it is not there. */
  public static Database file(Path file) {
    return new Database(Dialect.SQLITE, "jdbc:sqlite:" + file, file.toString(), PATIENCE);
  }

  /**
   * Of the user's words: {@code postgresql://USER@HOST/DATABASE}, or the path of a file.
   *
   * @throws InvalidInput for another kind of database
   */
  public static Database of(String text) {
    String url = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
      String rest = url.substring(url.indexOf("://") + 3);
      int at = rest.lastIndexOf('@');
      String user = at < 0 ? "" : rest.substring(0, at);
      if (user.contains(":")) {
        throw new InvalidInput(
            Place.of("TUNEPLAN_LEDGER"),
            "",
            "must not have a password in it; put it into ~/.pgpass and name the user alone");
      }
      String place = rest.substring(at + 1);
      String join = place.contains("?") ? "&" : "?";
      return new Database(
          Dialect.POSTGRESQL,
          "jdbc:postgresql://" + place + (user.isEmpty() ? "" : join + "user=" + user),
          "postgresql://" + rest,
          PATIENCE);
    }
    if (url.contains("://")) {
      throw new InvalidInput(
          Place.of("TUNEPLAN_LEDGER"),
          "",
          "must be postgresql://USER@HOST/DATABASE or the path of a file (was '" + text + "')");
    }
    return file(Path.of(url.startsWith("sqlite:") ? url.substring("sqlite:".length()) : url));
  }

  /**
   * A connection on which what is committed is on the disk: SQLite with a write-ahead log that is
   * forced at each commit.
   */
  Connection open() {
    Properties settings = new Properties();
    if (dialect == Dialect.SQLITE) {
      settings.setProperty("journal_mode", "WAL");
      settings.setProperty("synchronous", "FULL");
      settings.setProperty("busy_timeout", Long.toString(patience.toMillis()));
      settings.setProperty("foreign_keys", "true");
    } else {
      settings.setProperty("connectTimeout", "10");
      settings.setProperty("ApplicationName", "tuneplan");
    }
    try {
      return DriverManager.getConnection(url, settings);
    } catch (SQLException e) {
      throw LedgerFault.of(name, e);
    }
  }
}
