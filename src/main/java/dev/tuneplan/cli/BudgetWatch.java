package dev.tuneplan.cli;

import dev.tuneplan.budget.Alert;
import dev.tuneplan.budget.Standing;
import dev.tuneplan.ledger.AlertBook;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the budgets while runs are watched, from the beginning to the end, and tells what is to
 * be told: thresholds of the budgets that these runs count for, and which of them will be far
 * dearer than planned. In a thread of its own, so that nobody waits for a ledger or a webhook that
 * is slow; whatever goes wrong is said once, and ends no watch.
 */
final class BudgetWatch implements AutoCloseable {
  /** A run's cost moves slowly. */
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** A look at thousands of runs asks a server for as many logs: it may take this share of time. */
  private static final int SHARE = 20;

  /** A look is also long when a server or a webhook is away, and they may be back soon. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** At the end; an alert that is not told by then is left to the next check. */
  private static final Duration LAST = Duration.ofSeconds(15);

  private final WatchedRuns runs;
  private final Consumer<String> note;
  private final AlertBook here = new ToldHere();
  private final Set<Alert.Key> alerts = new HashSet<>();
  private final Set<String> notes = new HashSet<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  private BudgetWatch(WatchedRuns runs, Consumer<String> note) {
    this.runs = runs;
    this.note = note;
    this.thread = Thread.ofVirtual().unstarted(this::follow);
  }

  /**
   * Begins.
   *
   * @param note takes alerts and what goes wrong, from another thread
   */
  static BudgetWatch begin(WatchedRuns runs, Consumer<String> note) {
    BudgetWatch watch = new BudgetWatch(runs, note);
    watch.thread.start();
    return watch;
  }

  private void follow() {
    try {
      Duration took = look();
      while (!over.await(pause(took).toMillis(), TimeUnit.MILLISECONDS)) {
        took = look();
      }
      look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration pause(Duration took) {
    return Collections.min(
        List.of(LONGEST, Collections.max(List.of(EVERY, took.multipliedBy(SHARE)))));
  }

  /** How long it took. */
  private Duration look() throws InterruptedException {
    long begin = System.nanoTime();
    lookOnce();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void lookOnce() throws InterruptedException {
    try {
      if (!Home.ledgerIsThere()) {
        telling(here).forecasts(runs.watched());
        return;
      }
      try (Ledger ledger = Home.ledger()) {
        look(ledger);
      }
    } catch (IOException | RuntimeException e) {
      // the run goes on, whatever is wrong with the ledger, the webhook or a list of runs
      once("budgets are not looked at: " + e.getMessage());
    }
  }

  private void look(Ledger ledger) throws IOException, InterruptedException {
    List<LiveRun> watched = runs.watched();
    AlertTelling telling = telling(ledger.budgets());
    if (!ledger.budgets().budgets().isEmpty()) {
      List<LiveRun> all = new ArrayList<>(watched);
      all.addAll(runs.beside());
      List<Standing> standings = new Budgets(ledger, Instant.now(), all).standings();
      telling.thresholds(standings.stream().filter(s -> holds(s, watched)).toList());
    }
    telling.forecasts(watched);
  }

  /** Others are told of by who watches those, or by a check. */
  private static boolean holds(Standing standing, List<LiveRun> watched) {
    return watched.stream().anyMatch(r -> standing.budget().scope().holds(r.labels()));
  }

  private AlertTelling telling(AlertBook book) throws IOException {
    return new AlertTelling(book, Webhook.standard(), this::said, this::once);
  }

  /** An alert that nobody took is posted again later, and is no news here. */
  private void said(Alert alert) {
    if (alerts.add(alert.key())) {
      note.accept(alert.text());
    }
  }

  private void once(String sentence) {
    if (notes.add(sentence)) {
      note.accept(sentence);
    }
  }

  /** Looks once more. */
  @Override
  public void close() {
    over.countDown();
    try {
      thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
