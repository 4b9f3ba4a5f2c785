package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import dev.tuneplan.budget.Alert;
import dev.tuneplan.budget.Budget;
import dev.tuneplan.budget.Period;
import dev.tuneplan.budget.Scope;
import dev.tuneplan.budget.Spend;
import dev.tuneplan.budget.Standing;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetBookTest {
  private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static Budget budget(String amount) {
    return new Budget(
        Scope.of("project=support").orElseThrow(),
        Period.MONTH,
        Money.of(amount),
        "USD",
        List.of(80, 100),
        false);
  }

  private static Alert alert() {
    return Alert.of(new Standing(budget("1"), "2026-11", Money.of("1"), Money.ZERO), 80);
  }

  @ParameterizedTest
  @EnumSource
  void budgetsAreKeptAndSetAnewAndForgotten(Dialect dialect) {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      BudgetBook book = ledger.budgets();
      book.set(budget("100"));
      book.set(budget("0.000000000001"));
      assertThat(book.budgets()).containsExactly(budget("0.000000000001"));
      assertThat(book.remove(budget("1").scope(), Period.TOTAL)).isFalse();
      assertThat(book.remove(budget("1").scope(), Period.MONTH)).isTrue();
      assertThat(book.budgets()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatRunsCostFromAMomentOnIsExactWhereverItCutsThem(Dialect dialect) throws IOException {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      Money all = Money.ZERO;
      for (String name : List.of("normal", "preempted-twice", "late-pod", "node-split")) {
        Reconciliation run = Histories.reconciliation(name);
        ledger.book(run, "ann", NOW);
        all = all.plus(run.cost().total());
      }
      assertThat(sum(ledger.budgets().spent(Instant.EPOCH))).isEqualTo(all);
      assertThat(sum(ledger.budgets().spent(NOW))).isEqualTo(Money.ZERO);
      Instant cut = Instant.parse("2026-11-20T09:40:00Z");
      Money since = Money.ZERO;
      for (String name : List.of("normal", "preempted-twice", "late-pod", "node-split")) {
        for (var pod : Histories.cost(name).pods()) {
          var span = pod.timeline().span();
          Instant from = span.from().isAfter(cut) ? span.from() : cut;
          if (span.to().isAfter(from)) {
            since = since.plus(pod.cost(new dev.tuneplan.cost.facts.Span(from, span.to())));
          }
        }
      }
      assertThat(sum(ledger.budgets().spent(cut))).isEqualTo(since).isNotEqualTo(all);
      assertThat(ledger.budgets().spent(Instant.EPOCH))
          .extracting(s -> s.labels().get("project"))
          .contains("support");
    }
  }

  private static Money sum(List<Spend> spends) {
    return Money.sum(spends.stream().map(Spend::spent).toList());
  }

  @ParameterizedTest
  @EnumSource
  void ofManyThatTryOneIsToldToDeliver(Dialect dialect) throws Exception {
    Database database = Databases.fresh(dialect);
    Ledger.open(database).close();
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(() -> {
        try (Ledger ledger = Ledger.open(database)) {
          return ledger.budgets().claim(alert(), NOW, LEASE);
        }
      });
    }
    try (ExecutorService all = Executors.newFixedThreadPool(8)) {
      int told = 0;
      for (Future<Boolean> f : all.invokeAll(tries)) {
        told += f.get() ? 1 : 0;
      }
      assertThat(told).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWasKilledBeforeItConfirmedIsFollowedByOneOther(Dialect dialect) {
    Database database = Databases.fresh(dialect);
    try (Ledger killed = Ledger.open(database)) {
      assertThat(killed.budgets().claim(alert(), NOW, LEASE)).isTrue();
    }
    try (Ledger ledger = Ledger.open(database)) {
      BudgetBook book = ledger.budgets();
      assertThat(book.claim(alert(), NOW.plusSeconds(59), LEASE)).isFalse();
      assertThat(book.claim(alert(), NOW.plusSeconds(60), LEASE)).isTrue();
      assertThat(book.claim(alert(), NOW.plusSeconds(61), LEASE)).isFalse();
      book.delivered(alert().key(), NOW.plusSeconds(62));
      assertThat(book.claim(alert(), NOW.plusSeconds(1_000_000), LEASE)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSettledIsNeverTold(Dialect dialect) {
    try (Ledger ledger = Ledger.open(Databases.fresh(dialect))) {
      ledger.budgets().settle(alert().key(), NOW);
      assertThat(ledger.budgets().claim(alert(), NOW.plusSeconds(1_000_000), LEASE)).isFalse();
    }
  }
}
