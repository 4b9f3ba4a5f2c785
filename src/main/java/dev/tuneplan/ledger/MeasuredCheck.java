package dev.tuneplan.ledger;

import dev.tuneplan.measured.PhaseUse;
import dev.tuneplan.measured.RowBlock;
import dev.tuneplan.measured.UseTotals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Unpacks all rows that were measured and looks whether they add up to the totals beside them.
 *
 * @param fault takes a sentence for each that does not
 */
record MeasuredCheck(Sql sql, Consumer<String> fault) {
  void look() {
    Map<String, List<PhaseUse>> totals = new HashMap<>();
    sql.each(
        MeasuredRows.PHASES + " ORDER BY run, attempt, number",
        row ->
            totals.computeIfAbsent(name(row), k -> new ArrayList<>()).add(MeasuredRows.phase(row)));
    Set<String> unpacked = new HashSet<>();
    Set<String> attempts = new HashSet<>();
    sql.each(
        "SELECT * FROM measured_rows ORDER BY run, attempt, number",
        row -> {
          String name = name(row);
          unpacked.add(name);
          attempts.add(attempt(row));
          block(name, block(row), totals.getOrDefault(name, List.of()));
        });
    totals.keySet().stream()
        // of an attempt whose last words alone are left there are none
        .filter(name -> !unpacked.contains(name) && attempts.contains(attempt(name)))
        .sorted()
        .forEach(name -> fault.accept(name + ": it has totals, and its samples are missing"));
  }

  private static String attempt(String name) {
    return name.substring(0, name.lastIndexOf(", "));
  }

  private static String attempt(ResultSet row) throws SQLException {
    return attempt(name(row));
  }

  private static String name(ResultSet row) throws SQLException {
    return row.getString("run")
        + ", attempt "
        + row.getString("attempt")
        + ", "
        + row.getString("device");
  }

  private static RowBlock block(ResultSet row) throws SQLException {
    return new RowBlock(row.getString("device"), row.getInt("many"), row.getBytes("packed"));
  }

  private void block(String name, RowBlock block, List<PhaseUse> kept) {
    try {
      if (!UseTotals.of(block.rows()).equals(kept)) {
        fault.accept(name + ": its samples do not add up to its totals");
      }
    } catch (IllegalArgumentException e) {
      fault.accept(name + ": its samples are damaged: " + e.getMessage());
    }
  }
}
