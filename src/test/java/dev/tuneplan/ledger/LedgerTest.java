package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.bill.Invoices;
import dev.tuneplan.cost.bill.PaidHours;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.RandomRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

  private static void same(Reconciliation found, Reconciliation kept) {
    assertThat(found.cost().total()).isEqualTo(kept.cost().total());
    for (Bucket bucket : Bucket.values()) {
      assertThat(found.cost().cost(bucket)).as(bucket.word()).isEqualTo(kept.cost().cost(bucket));
      assertThat(found.cost().deviceTime(bucket)).isEqualTo(kept.cost().deviceTime(bucket));
    }
    assertThat(found.cost().nodeShare()).isEqualTo(kept.cost().nodeShare());
    assertThat(found.cost().grade()).isEqualTo(kept.cost().grade());
    assertThat(found.planned()).isEqualTo(kept.planned());
    assertThat(found.labels()).isEqualTo(kept.labels());
    for (Bridge.Method method : Bridge.Method.values()) {
      assertThat(found.bridge(method)).isEqualTo(kept.bridge(method));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRunComesBackAsItWas(Dialect dialect) throws IOException {
    Database database = Databases.fresh(dialect);
    try (Ledger ledger = Ledger.open(database)) {
      for (String name : Histories.names()) {
        assertThat(ledger.book(Histories.reconciliation(name), "ann", NOW)).isOne();
      }
    }
    try (Ledger ledger = Ledger.open(database)) {
      for (String name : Histories.names()) {
        Reconciliation kept = Histories.reconciliation(name);
        same(ledger.find(kept.run()).orElseThrow(), kept);
      }
      assertThat(ledger.find("nobody")).isEmpty();
      assertThat(ledger.check()).isEmpty();
      List<String> all = new ArrayList<>();
      ledger.each(r -> all.add(r.run()));
      assertThat(all).hasSize(Histories.names().size());
      assertThat(ledger.runs()).extracting(BookedRun::id).containsExactlyElementsOf(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBookedAgainReplacesTheRunAndKeepsItsReconciliations(Dialect dialect)
      throws IOException {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      Reconciliation first = Histories.reconciliation("normal");
      ledger.book(first, "ann", NOW);
      RunCost dearer =
          new Costing(
                  Histories.rates("normal"),
                  List.of(new Direct("volume", Money.of("1.000000000001"), "a list")))
              .of(Histories.facts("normal"));
      Reconciliation second = Reconciliation.of(dearer, Histories.plan("normal"));
      assertThat(ledger.book(second, "ann", NOW.plusSeconds(5))).isEqualTo(2);
      same(ledger.find(first.run()).orElseThrow(), second);
      assertThat(ledger.check()).isEmpty();
      BookedRun run = ledger.runs().getFirst();
      assertThat(run.total()).hasValue(dearer.total());
      assertThat(run.reconciliations()).isEqualTo(2);
      assertThat(run.owner()).isEqualTo(first.labels().getOrDefault("tuneplan.dev/owner", "ann"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVersionOfWhatWasLearnedIsKeptOnceAndForGood(Dialect dialect) {
    Database database = Databases.fresh(dialect);
    try (Ledger ledger = Ledger.open(database);
        Ledger other = Ledger.open(database)) {
      assertThat(ledger.calibrations().last()).isEmpty();
      assertThat(ledger.calibrations().add(1, NOW, "{\"version\": 1}")).isTrue();
      assertThat(other.calibrations().add(1, NOW, "{\"version\": 0}")).isFalse();
      assertThat(other.calibrations().add(3, NOW, "{\"version\": 3}")).isTrue();
      assertThat(ledger.calibrations().last()).hasValue(3);
      assertThat(ledger.calibrations().find(1)).hasValue("{\"version\": 1}");
      assertThat(ledger.calibrations().find(2)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnpricedRunStaysUnpriced(Dialect dialect) throws IOException {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      RunCost cost = new Costing(RateBook.EMPTY, List.of()).of(Histories.facts("mig"));
      Reconciliation r = Reconciliation.of(cost, Histories.plan("mig"));
      ledger.book(r, "", NOW);
      assertThat(ledger.runs().getFirst().total()).isEmpty();
      assertThat(ledger.find(r.run()).orElseThrow().cost().unpriced()).hasSize(1);
      assertThat(ledger.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPaidComesBackWithTheRunThatItChanged(Dialect dialect) throws IOException {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      Reconciliation assumed = Histories.reconciliation("normal");
      Span hour = new Span(NOW, NOW.plusSeconds(3600));
      Span ran = assumed.cost().pods().getFirst().timeline().span();
      PaidHours paid = paid(new Span(ran.from(), ran.from().plusSeconds(3600)), "20.123456789012");
      ledger.keep(List.of(paid, paid(hour, "1")));
      ledger.keep(List.of(paid(hour, "2")));
      assertThat(ledger.paid()).containsExactly(paid, paid(hour, "2"));
      Reconciliation by =
          Reconciliation.of(new Invoices(ledger.paid()).over(assumed.cost()), assumed.planned());
      assertThat(by.cost().total()).isNotEqualTo(assumed.cost().total());
      ledger.book(by, "", NOW);
      Reconciliation found = ledger.find(by.run()).orElseThrow();
      same(found, by);
      assertThat(found.cost().assumed().total()).isEqualTo(assumed.cost().total());
      assertThat(ledger.check()).isEmpty();
    }
  }

  private static PaidHours paid(Span span, String cost) {
    return new PaidHours(
        "gpu-a1", "box", span, BigDecimal.ONE, Money.of(cost), "USD", "november.csv");
  }

  @ParameterizedTest
  @EnumSource
  void randomRunsKeepEveryDigit(Dialect dialect) {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      for (long seed = 1; seed <= 200; seed++) {
        RandomRun run = RandomRun.of(seed);
        RunCost cost = new Costing(run.rates(), List.of()).of(HistoryReader.read(run.recorded()));
        Reconciliation r = Reconciliation.of(cost, Optional.empty());
        ledger.book(r, "", NOW);
        same(ledger.find(r.run()).orElseThrow(), r);
      }
      assertThat(ledger.check()).isEmpty();
      assertThat(ledger.runs().getFirst().reconciliations()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExportMakesTheSameLedgerInTheOtherDatabase(Dialect dialect) throws IOException {
    Dialect other = dialect == Dialect.SQLITE ? Dialect.POSTGRESQL : Dialect.SQLITE;
    try (Ledger from = Ledger.open(Databases.fresh(dialect));
        Ledger to = Ledger.open(Databases.fresh(other))) {
      for (String name : Histories.names()) {
        from.book(Histories.reconciliation(name), "ann", NOW);
      }
      from.calibrations().add(4, NOW, "{\"version\": 4}");
      List<String> lines = lines(from);
      Ledger.Imported imported = to.take(lines);
      assertThat(imported).isEqualTo(new Ledger.Imported(lines.size() - 1, 0));
      assertThat(lines(to)).containsExactlyInAnyOrderElementsOf(lines);
      assertThat(to.check()).isEmpty();
      assertThat(to.take(lines)).isEqualTo(new Ledger.Imported(0, lines.size() - 1));
      same(
          to.find(Histories.reconciliation("late-pod").run()).orElseThrow(),
          Histories.reconciliation("late-pod"));
    }
  }

  private static List<String> lines(Ledger ledger) {
    List<String> lines = new ArrayList<>();
    ledger.export(lines::add);
    return lines;
  }

  @ParameterizedTest
  @EnumSource
  void anImportThatIsBrokenChangesNothing(Dialect dialect) throws IOException {
    try (Ledger from = Ledger.open(Databases.fresh(dialect));
        Ledger to = Ledger.open(Databases.fresh(dialect))) {
      from.book(Histories.reconciliation("normal"), "ann", NOW);
      List<String> lines = lines(from);
      lines.add("{\"table\": \"secrets\", \"row\": {}}");
      assertThatThrownBy(() -> to.take(lines))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("no row of a ledger");
      assertThat(to.runs()).isEmpty();
      assertThatThrownBy(() -> to.take(List.of("{\"kind\": \"Plan\"}")))
          .hasMessageContaining("must be LedgerExport");
      assertThatThrownBy(() -> to.take(List.of("{\"kind\": \"LedgerExport\", \"schema\": 99}")))
          .hasMessageContaining("has schema 99");
      assertThatThrownBy(() -> to.take(List.of())).hasMessageContaining("is empty");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCheckFindsWhatDoesNotAddUp(Dialect dialect) throws IOException {
    Database database = Databases.fresh(dialect);
    try (Ledger ledger = Ledger.open(database);
        Sql sql = new Sql(database)) {
      String run = Histories.reconciliation("normal").run();
      ledger.book(Histories.reconciliation("normal"), "ann", NOW);
      ledger.book(Histories.reconciliation("mig"), "ann", NOW);
      sql.update("DELETE FROM phase WHERE number = 2 AND run = ?", run);
      assertThat(ledger.check()).hasSize(1).first().asString().contains("do not fill");
      ledger.book(Histories.reconciliation("normal"), "ann", NOW);
      sql.update(
          "UPDATE reconciliation SET total = ? WHERE run = ? AND version = 2",
          new java.math.BigDecimal("1"),
          run);
      assertThat(ledger.check()).hasSize(1).first().asString().contains("and it cost 1");
      sql.update("DELETE FROM reconciliation WHERE run = ? AND version = 1", run);
      assertThat(ledger.check()).hasSize(2);
    }
  }
}
