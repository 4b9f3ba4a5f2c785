package dev.tuneplan.ledger;

import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.RandomRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Books runs until it is killed, and says each one only when it is booked. */
final class LedgerVictim {
  private LedgerVictim() {}

  /** The database, and the name of this process. */
  public static void main(String[] args) {
    List<Reconciliation> some = new ArrayList<>();
    for (long seed = 1; seed <= 20; seed++) {
      RandomRun run = RandomRun.of(seed);
      RunCost cost = new Costing(run.rates(), List.of()).of(HistoryReader.read(run.recorded()));
      some.add(Reconciliation.of(cost, Optional.empty()));
    }
    try (Ledger ledger = Ledger.open(Database.of(args[0]))) {
      // a reader that is gone wants no more
      for (int i = 0; !System.out.checkError(); i++) {
        // every third run is of both processes
        String id = i % 3 == 0 ? "shared-" + i % 7 : args[1] + "-" + i;
        Reconciliation r = some.get(i % some.size());
        Reconciliation own =
            new Reconciliation(
                id,
                id,
                r.labels(),
                r.planned(),
                r.cost(),
                r.tokens(),
                r.bridges(),
                r.learned(),
                r.use());
        int version = ledger.book(own, "ann", Instant.now());
        System.out.println(id + " " + version + " " + r.cost().total());
      }
    }
  }
}
