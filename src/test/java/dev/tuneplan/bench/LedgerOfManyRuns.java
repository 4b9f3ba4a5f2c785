package dev.tuneplan.bench;

import dev.tuneplan.ledger.Database;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.RunUse;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.PlayedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a ledger with many runs, as reconciling them one by one would, for dev/bench/ledger.sh: the
 * recorded histories that are complete, by turns, each run with samples of its own size of one
 * machine. Usage: FILE RUNS SAMPLES.
 */
public final class LedgerOfManyRuns {
  private static final int GPUS = 4;
  private static final int KINDS = 50;

  private LedgerOfManyRuns() {}

  /** Makes it. */
  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[1]);
    int each = Integer.parseInt(args[2]) / runs / (GPUS + 1);
    List<RunUse> uses = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      PlayedRows rows = new PlayedRows(kind, GPUS, each);
      uses.add(new RunUse(List.of(AttemptUse.of("1", "segments", rows.rows()))));
    }
    List<Reconciliation> complete = new ArrayList<>();
    for (String name : Histories.names()) {
      Reconciliation r = Histories.reconciliation(name);
      if (r.cost().completeness().complete()) {
        complete.add(r);
      }
    }
    long begun = System.nanoTime();
    try (Ledger ledger = Ledger.open(Database.file(Path.of(args[0])))) {
      for (int i = 0; i < runs; i++) {
        ledger.book(
            named(complete.get(i % complete.size()), String.format("%012x", i))
                .with(uses.get(i % KINDS)),
            "ann",
            Instant.now());
      }
    }
    System.out.printf(
        "%d runs with %d samples noted in %.0f s%n",
        runs, (long) runs * each * (GPUS + 1), (System.nanoTime() - begun) / 1e9);
  }

  private static Reconciliation named(Reconciliation r, String id) {
    return new Reconciliation(
        id,
        r.name(),
        r.labels(),
        r.planned(),
        r.cost(),
        r.tokens(),
        r.bridges(),
        r.learned(),
        r.use());
  }
}
