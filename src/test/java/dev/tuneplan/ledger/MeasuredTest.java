package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.Found;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.PlayedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What attempts used, in either database. */
class MeasuredTest {
  private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

  @TempDir private Path folder;

  private Reconciliation measured() throws IOException {
    new PlayedRows(3, 2, 90).write(folder);
    AttemptUse first = Found.inSegments("1", folder).orElseThrow().use();
    AttemptUse second =
        Found.inLastWords(
                "2",
                Map.of(
                    "phases",
                    List.of("setup"),
                    "s",
                    List.of(5.0),
                    "gpus",
                    List.of(Map.of("id", "GPU-0"))))
            .orElseThrow()
            .use();
    return Histories.reconciliation("normal").with(new RunUse(List.of(first, second)));
  }

  private static AttemptUse totals(AttemptUse use) {
    return new AttemptUse(
        use.attempt(), use.channel(), use.lacks(), use.phases(), use.peakMiB(), List.of());
  }

  private static void same(Ledger ledger, Reconciliation kept) {
    assertThat(ledger.find(kept.run()).orElseThrow().use().attempts())
        .isEqualTo(kept.use().attempts().stream().map(MeasuredTest::totals).toList());
  }

  @ParameterizedTest
  @EnumSource
  void totalsComeBackAsTheyWereAndStayWhenNothingIsLeftToMeasure(Dialect dialect)
      throws IOException {
    Reconciliation kept = measured();
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      ledger.book(kept, "ann", NOW);
      same(ledger, kept);
      ledger.book(Histories.reconciliation("normal"), "ann", NOW);
      same(ledger, kept);
      ledger.book(kept, "ann", NOW);
      same(ledger, kept);
      assertThat(ledger.check()).isEmpty();
      List<Reconciliation> all = new ArrayList<>();
      ledger.each(all::add);
      assertThat(all).hasSize(1);
      assertThat(all.getFirst().use().all()).isEqualTo(kept.use().all());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExportCarriesEveryRowToTheOtherDatabase(Dialect dialect) throws IOException {
    Dialect other = dialect == Dialect.SQLITE ? Dialect.POSTGRESQL : Dialect.SQLITE;
    Reconciliation kept = measured();
    try (Ledger from = Ledger.open(Databases.fresh(dialect));
        Ledger to = Ledger.open(Databases.fresh(other))) {
      from.book(kept, "ann", NOW);
      List<String> lines = new ArrayList<>();
      from.export(lines::add);
      to.take(lines);
      List<String> again = new ArrayList<>();
      to.export(again::add);
      assertThat(again).containsExactlyInAnyOrderElementsOf(lines);
      same(to, kept);
      assertThat(to.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCheckFindsSamplesThatDoNotAddUp(Dialect dialect) throws IOException {
    Database database = Databases.fresh(dialect);
    try (Ledger ledger = Ledger.open(database);
        Sql sql = new Sql(database)) {
      ledger.book(measured(), "ann", NOW);
      sql.update(
          "UPDATE measured_phase SET energy = energy + 1 WHERE phase = 'training' AND device ="
              + " 'GPU-1'");
      assertThat(ledger.check())
          .hasSize(1)
          .first()
          .asString()
          .contains("attempt 1, GPU-1: its samples do not add up");
      ledger.book(measured(), "ann", NOW);
      sql.update(
          "UPDATE measured_rows SET packed = ? WHERE device = 'GPU-0'", new byte[] {1, 2, 3});
      sql.update("DELETE FROM measured_rows WHERE device = 'host'");
      assertThat(ledger.check())
          .hasSize(2)
          .anyMatch(f -> f.contains("GPU-0: its samples are damaged"))
          .anyMatch(f -> f.contains("host: it has totals, and its samples are missing"));
    }
  }
}
