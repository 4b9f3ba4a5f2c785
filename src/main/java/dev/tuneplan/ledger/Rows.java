package dev.tuneplan.ledger;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.JsonText;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All rows as lines of JSON, the same from either database: {@code {"table": ..., "row": {...}}}
 * after a line that says what it is. Decimals are texts.
 */
final class Rows {
  /** Each after those that it refers to. */
  private static final List<String> TABLES =
      List.of(
          "run",
          "attempt",
          "phase",
          "direct",
          "measured",
          "measured_phase",
          "measured_rows",
          "reconciliation",
          "bill",
          "budget",
          "alert",
          "calibration");

  /** Columns that are decimals in one database and texts in the other. */
  private static final Set<String> MONEY = Set.of("cost", "total", "planned", "hours", "amount");

  /** Columns of bytes, which a line has in base64. */
  private static final Set<String> BYTES = Set.of("packed");

  private static final String KIND = "LedgerExport";
  private static final int BATCH = 1000;

  private final Sql sql;

  Rows(Sql sql) {
    this.sql = sql;
  }

  /**
   * A table's columns.
   *
   * @param types of JDBC, by name
   */
  private record Columns(String table, Map<String, Integer> types) {
    String insert() {
      return "INSERT INTO "
          + table
          + " ("
          + String.join(", ", types.keySet())
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(types.size(), "?"))
          + ") ON CONFLICT DO NOTHING";
    }
  }

  private Columns columns(String table) {
    Map<String, Integer> types = new LinkedHashMap<>();
    try (PreparedStatement statement =
            sql.connection().prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData meta = none.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        types.put(meta.getColumnName(i), meta.getColumnType(i));
      }
      return new Columns(table, types);
    } catch (SQLException e) {
      throw LedgerFault.of(sql.name(), e);
    }
  }

  void export(Consumer<String> lines) {
    lines.accept(JsonText.of(Map.of("kind", KIND, "schema", Migrations.VERSION)));
    // one moment of the whole, whatever other processes write meanwhile
    sql.transaction(() -> {
      for (String table : TABLES) {
        Columns columns = columns(table);
        sql.each("SELECT * FROM " + table, row -> lines.accept(JsonText.of(tree(columns, row))));
      }
    });
  }

  private static Map<String, Object> tree(Columns columns, ResultSet row) throws SQLException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String column : columns.types.keySet()) {
      Object value = row.getObject(column);
      if (value != null) {
        values.put(column, written(column, value, row));
      }
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("table", columns.table);
    line.put("row", values);
    return line;
  }

  private static Object written(String column, Object value, ResultSet row) throws SQLException {
    if (BYTES.contains(column)) {
      return Base64.getEncoder().encodeToString(row.getBytes(column));
    }
    return MONEY.contains(column) ? money(row.getString(column)) : value;
  }

  private static String money(String decimal) {
    return new BigDecimal(decimal).stripTrailingZeros().toPlainString();
  }

  Ledger.Imported take(Iterable<String> lines) {
    Taking taking = new Taking();
    sql.transaction(() -> {
      int number = 0;
      for (String line : lines) {
        number++;
        taking.line(number, line);
      }
      if (number == 0) {
        throw fault(1, "is empty; an export begins with its kind");
      }
      taking.flush();
    });
    return new Ledger.Imported(taking.added, taking.seen - taking.added);
  }

  private static InvalidInput fault(int line, String rule) {
    return new InvalidInput(new Place("the export", line, 1), "", rule);
  }

  /** Takes line after line, many rows of a table at a time. */
  private final class Taking {
    private final Map<String, Columns> known = new HashMap<>();
    private final List<Object[]> rows = new ArrayList<>();
    private String table = "";
    private long seen;
    private long added;

    void line(int number, String text) {
      Json json = Json.of(text);
      if (number == 1) {
        begin(json);
        return;
      }
      String of = json.need("table");
      if (!TABLES.contains(of)) {
        throw fault(number, "is no row of a ledger (table '" + of + "')");
      }
      if (!of.equals(table) || rows.size() >= BATCH) {
        flush();
        table = of;
      }
      Columns columns = known.computeIfAbsent(of, Rows.this::columns);
      rows.add(values(columns, json.map("row")));
      seen++;
    }

    private void begin(Json json) {
      if (!json.need("kind").equals(KIND)) {
        throw fault(1, "must be " + KIND + ": 'tuneplan ledger export' writes such files");
      }
      if (json.whole("schema") > Migrations.VERSION) {
        throw fault(
            1,
            "has schema "
                + json.whole("schema")
                + ", and this tuneplan knows "
                + Migrations.VERSION
                + "; use a newer one");
      }
    }

    private void flush() {
      if (rows.isEmpty()) {
        return;
      }
      Columns columns = known.getOrDefault(table, new Columns(table, Map.of()));
      try (PreparedStatement statement = sql.connection().prepareStatement(columns.insert())) {
        for (Object[] row : rows) {
          Sql.bind(statement, row);
          statement.addBatch();
        }
        for (int count : statement.executeBatch()) {
          added += Math.max(0, count);
        }
      } catch (SQLException e) {
        throw LedgerFault.of(sql.name(), e);
      }
      rows.clear();
    }
  }

  private static Object[] values(Columns columns, Map<?, ?> row) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.types.forEach((column, type) -> {
      Object value = row.get(column);
      values.add(value instanceof String s ? read(column, type, s) : value);
    });
    return values.toArray();
  }

  private static Object read(String column, int type, String text) {
    if (BYTES.contains(column)) {
      return Base64.getDecoder().decode(text);
    }
    return type == Types.NUMERIC || type == Types.DECIMAL ? new BigDecimal(text) : text;
  }
}
