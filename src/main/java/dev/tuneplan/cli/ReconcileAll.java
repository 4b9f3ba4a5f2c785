package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.cost.bill.Invoices;
import dev.tuneplan.cost.bill.PaidHours;
import dev.tuneplan.cost.facts.Evidence;
import dev.tuneplan.ledger.BookedRun;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.runs.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reconciles every run that is known: those of this machine, those that were seen in clusters, and
 * those of the ledger. One that fails is told, and stops no other.
 *
 * @param paid what invoices say
 * @param rates the user's own; empty: the usual ones
 * @param keep whether what is found is booked
 */
record ReconcileAll(
    Home home, Ledger ledger, List<PaidHours> paid, Optional<Path> rates, boolean keep) {
  /** What became of a run. */
  enum Came {
    NEW("new"),
    CHANGED("changed"),
    SAME("as it was"),
    PENDING("not over"),
    FAILED("failed");

    private final String word;

    Came(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * A run.
   *
   * @param found empty: it failed
   * @param why it failed; may be empty
   */
  record Line(String run, String name, Came came, Optional<Reconciliation> found, String why) {
    String planned() {
      return found
          .flatMap(r -> r.bridge(Bridge.Method.FIXED))
          .map(b -> Cents.of(b.plan()).toPlainString())
          .orElse("-");
    }

    String cost() {
      return found
          .filter(r -> r.cost().grade() != Evidence.D)
          .map(r ->
              r.cost().unpriced().isEmpty()
                  ? Cents.of(r.cost().total()).toPlainString() + " " + r.cost().currency()
                  : "unpriced")
          .orElse("-");
    }
  }

  /** Where a run's facts come from. */
  private interface Source {
    ReconcileSource get() throws IOException;
  }

  /**
   * Does it.
   *
   * @param progress takes how many of how many are done
   */
  List<Line> run(Progress progress) throws IOException {
    Map<String, BookedRun> booked = new HashMap<>();
    ledger.runs().forEach(b -> booked.put(b.id(), b));
    List<Line> lines = new ArrayList<>();
    Set<String> done = new HashSet<>();
    List<RunRecord> here = Home.runs().all();
    List<RunRecord> seen = Home.recordings().all();
    int all = here.size() + seen.size() + booked.size();
    for (RunRecord run : here) {
      lines.add(one(run, () -> ReconcileSource.local(run), booked));
      done.add(run.id());
      progress.at(lines.size(), all);
    }
    for (RunRecord run : seen) {
      if (done.add(run.id())) {
        lines.add(one(run, () -> ReconcileSource.seen(run), booked));
        progress.at(lines.size(), all);
      }
    }
    kept(booked, done, lines);
    return lines;
  }

  /** Takes how far it is. */
  interface Progress {
    void at(int done, int all);
  }

  /** At what invoices that were imported say was paid. */
  static Reconciliation paid(Reconciliation r, List<PaidHours> paid) {
    return paid.isEmpty()
        ? r
        : Reconciliation.of(new Invoices(paid).over(r.cost()), r.planned()).with(r.use());
  }

  private Line one(RunRecord run, Source source, Map<String, BookedRun> booked) {
    ReconcileSource from;
    Reconciliation found;
    try {
      from = source.get().with(Optional.empty(), rates);
      found = paid(from.reconciled(home), paid);
    } catch (IOException | RuntimeException e) {
      // whatever is wrong with one run, the others are not to wait for it
      return new Line(
          run.id(), run.name(), Came.FAILED, Optional.empty(), String.valueOf(e.getMessage()));
    }
    return found.cost().completeness().complete()
        ? book(found, from.owner(), booked)
        : new Line(run.id(), run.name(), Came.PENDING, Optional.of(found), "");
  }

  private Line book(Reconciliation r, String owner, Map<String, BookedRun> booked) {
    Optional<BookedRun> before = Optional.ofNullable(booked.get(r.run()));
    Came came = before.map(b -> same(b, r) ? Came.SAME : Came.CHANGED).orElse(Came.NEW);
    if (keep && came != Came.SAME) {
      ledger.book(r, owner, Instant.now());
    }
    return new Line(r.run(), r.name(), came, Optional.of(r), "");
  }

  /** Runs of other machines are in the ledger alone: priced and compared again. */
  private void kept(Map<String, BookedRun> booked, Set<String> done, List<Line> lines) {
    List<Reconciliation> changed = new ArrayList<>();
    ledger.each(r -> {
      BookedRun before = booked.get(r.run());
      if (before != null && !done.contains(r.run())) {
        if (same(before, r)) {
          lines.add(new Line(r.run(), r.name(), Came.SAME, Optional.empty(), ""));
        } else {
          changed.add(r);
        }
      }
    });
    for (Reconciliation r : changed) {
      BookedRun before = booked.get(r.run());
      lines.add(book(r, before == null ? "" : before.owner(), booked));
    }
  }

  private static boolean same(BookedRun booked, Reconciliation r) {
    boolean priced = r.cost().unpriced().isEmpty();
    return booked.total().equals(priced ? Optional.of(r.cost().total()) : Optional.empty())
        && booked.planned().equals(r.bridge(Bridge.Method.FIXED).map(Bridge::plan))
        && booked.currency().equals(r.cost().currency())
        && booked.evidence().equals(r.cost().grade().word());
  }
}
