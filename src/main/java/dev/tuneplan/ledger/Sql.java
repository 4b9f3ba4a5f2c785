package dev.tuneplan.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection; one thread at a time. Values may be texts, numbers, truth values,
 * {@link Instant}, bytes, {@link Optional} and its like, and null.
 */
final class Sql implements AutoCloseable {
  private static final int FETCHED = 1000;

  private final String name;
  private final Dialect dialect;
  private final Connection connection;

  Sql(Database database) {
    this.name = database.name();
    this.dialect = database.dialect();
    this.connection = database.open();
  }

  /** Reads one row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row after the other. */
  interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  String name() {
    return name;
  }

  /** Changes; how many rows. */
  int update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw LedgerFault.of(name, e);
    }
  }

  /** The same change with many rows. */
  void batch(String sql, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw LedgerFault.of(name, e);
    }
  }

  <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... values) {
    List<T> all = new ArrayList<>();
    each(sql, row -> all.add(reader.read(row)), values);
    return all;
  }

  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  void each(String sql, Taker taker, @Nullable Object... values) {
    try (PreparedStatement statement = fetched(prepared(sql, values));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        taker.take(rows);
      }
    } catch (SQLException e) {
      throw LedgerFault.of(name, e);
    }
  }

  /** All of it or nothing; on the disk when this returns. */
  void transaction(Runnable work) {
    try {
      begin();
      work.run();
      commit();
    } catch (SQLException e) {
      LedgerFault fault = LedgerFault.of(name, e);
      back(fault);
      throw fault;
    } catch (RuntimeException e) {
      back(e);
      throw e;
    }
  }

  /**
   * The driver of SQLite begins the next transaction within the commit of the last, and with it
   * would take the lock once more: there they are begun and ended in words.
   */
  private void begin() throws SQLException {
    if (dialect == Dialect.SQLITE) {
      say("BEGIN IMMEDIATE");
    } else {
      connection.setAutoCommit(false);
    }
  }

  private void commit() throws SQLException {
    if (dialect == Dialect.SQLITE) {
      say("COMMIT");
    } else {
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private void back(RuntimeException fault) {
    try {
      if (dialect == Dialect.SQLITE) {
        say("ROLLBACK");
      } else {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // SQLite takes some transactions back by itself, and then knows of none
      fault.addSuppressed(e);
    }
  }

  private void say(String words) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    }
  }

  /** So many rows at a time, where the whole is more than the memory. */
  private static PreparedStatement fetched(PreparedStatement statement) throws SQLException {
    statement.setFetchSize(FETCHED);
    return statement;
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    bind(statement, values);
    return statement;
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
  }

  private static void bind(PreparedStatement statement, int place, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, Types.NULL);
      case Optional<?> o -> bind(statement, place, o.orElse(null));
      case OptionalLong o -> bind(statement, place, o.isPresent() ? o.getAsLong() : null);
      case OptionalDouble o -> bind(statement, place, o.isPresent() ? o.getAsDouble() : null);
      case byte[] b -> statement.setBytes(place, b);
      case String s -> statement.setString(place, s);
      case BigDecimal d -> statement.setBigDecimal(place, d);
      case Instant t -> statement.setLong(place, nanos(t));
      case Boolean b -> statement.setLong(place, b ? 1 : 0);
      case Double d -> statement.setDouble(place, d);
      case Number n -> statement.setLong(place, n.longValue());
      default -> throw new IllegalArgumentException("no column takes a " + value.getClass());
    }
  }

  static long nanos(Instant time) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, time);
  }

  static Instant time(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw LedgerFault.of(name, e);
    }
  }
}
