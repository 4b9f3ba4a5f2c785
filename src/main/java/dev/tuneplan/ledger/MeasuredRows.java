package dev.tuneplan.ledger;

import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.Means;
import dev.tuneplan.measured.PhaseUse;
import dev.tuneplan.measured.RowBlock;
import dev.tuneplan.measured.RunUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What attempts used, in the tables {@code measured}, {@code measured_phase} and {@code
 * measured_rows}. Rows are written, and read by checks and exports alone.
 */
record MeasuredRows(Sql sql) {
  /** Of ten thousand runs there are hundreds of thousands: columns are read by their numbers. */
  static final String PHASES =
      "SELECT device, phase, micros, energy, busy, sm_active, tensor_active, power, peak_mib, run,"
          + " attempt FROM measured_phase";

  private static final int RUN = 10;
  private static final int ATTEMPT = 11;

  /** Puts a run's in place of what was kept of it, within a transaction. */
  void write(String run, RunUse use) {
    sql.update("DELETE FROM measured WHERE run = ?", run);
    List<Object[]> attempts = new ArrayList<>();
    List<Object[]> phases = new ArrayList<>();
    List<Object[]> rows = new ArrayList<>();
    for (AttemptUse attempt : use.attempts()) {
      String name = attempt.attempt();
      attempts.add(
          new Object[] {
            run, name, attempts.size(), attempt.channel(), attempt.lacks(), attempt.peakMiB()
          });
      int number = 0;
      for (PhaseUse phase : attempt.phases()) {
        phases.add(phase(run, name, number++, phase));
      }
      number = 0;
      for (RowBlock block : attempt.rows()) {
        rows.add(new Object[] {run, name, number++, block.device(), block.count(), block.bytes()});
      }
    }
    sql.batch(
        "INSERT INTO measured (run, attempt, number, channel, lacks, peak_mib) VALUES (?, ?, ?, ?,"
            + " ?, ?)",
        attempts);
    sql.batch(
        """
        INSERT INTO measured_phase
          (run, attempt, number, device, phase, micros, energy, busy, sm_active, tensor_active, power, peak_mib)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        phases);
    sql.batch(
        "INSERT INTO measured_rows (run, attempt, number, device, many, packed) VALUES (?, ?, ?, ?,"
            + " ?, ?)",
        rows);
  }

  private static Object[] phase(String run, String attempt, int number, PhaseUse p) {
    return new Object[] {
      run,
      attempt,
      number,
      p.device(),
      p.phase(),
      p.micros(),
      p.millijoules(),
      p.means().busy(),
      p.means().smActive(),
      p.means().tensorActive(),
      p.means().watts(),
      p.peakMiB()
    };
  }

  /**
   * What runs used, without the rows.
   *
   * @param where which, as a condition on the column run
   */
  Map<String, RunUse> read(String where, Object... values) {
    Map<String, Map<String, List<PhaseUse>>> phases = new HashMap<>();
    sql.each(
        PHASES + where + " ORDER BY run, attempt, number",
        row ->
            phases
                .computeIfAbsent(row.getString(RUN), k -> new HashMap<>())
                .computeIfAbsent(row.getString(ATTEMPT), k -> new ArrayList<>())
                .add(phase(row)),
        values);
    Map<String, List<AttemptUse>> attempts = new LinkedHashMap<>();
    sql.each(
        "SELECT * FROM measured" + where + " ORDER BY run, number",
        row -> {
          String run = row.getString("run");
          String name = row.getString("attempt");
          attempts
              .computeIfAbsent(run, k -> new ArrayList<>())
              .add(
                  new AttemptUse(
                      name,
                      row.getString("channel"),
                      Optional.ofNullable(row.getString("lacks")),
                      phases.getOrDefault(run, Map.of()).getOrDefault(name, List.of()),
                      decimal(row, row.findColumn("peak_mib")),
                      List.of()));
        },
        values);
    Map<String, RunUse> uses = new HashMap<>();
    attempts.forEach((run, all) -> uses.put(run, new RunUse(all)));
    return uses;
  }

  /** One row of {@link #PHASES}. */
  static PhaseUse phase(ResultSet row) throws SQLException {
    long energy = row.getLong(4);
    OptionalLong millijoules = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(energy);
    return new PhaseUse(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        millijoules,
        new Means(decimal(row, 5), decimal(row, 6), decimal(row, 7), decimal(row, 8)),
        decimal(row, 9));
  }

  private static OptionalDouble decimal(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
