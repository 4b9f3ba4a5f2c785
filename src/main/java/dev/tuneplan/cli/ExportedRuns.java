package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.ledger.BookedRun;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The runs that a line names: of the ledger, of a recording, or of this machine. */
interface ExportedRuns {
  /** One after the other, each once. */
  void each(Consumer<Reconciliation> taker);

  /**
   * Finds them.
   *
   * @param names none: all of the ledger
   * @throws InvalidInput with all names that are of nothing
   */
  static ExportedRuns of(Ledger ledger, List<String> names) throws IOException {
    return names.isEmpty() ? ledger::each : new Named(ledger).all(names)::forEach;
  }

  /** Looks names up. */
  final class Named {
    private static final Place PLACE = Place.of("RUN");

    private final Ledger ledger;
    private final List<BookedRun> booked;

    Named(Ledger ledger) {
      this.ledger = ledger;
      this.booked = ledger.runs();
    }

    List<Reconciliation> all(List<String> names) throws IOException {
      List<Reconciliation> found = new ArrayList<>();
      Problems problems = new Problems();
      for (String name : names) {
        try {
          Reconciliation run = find(name);
          if (run.run().isEmpty() || found.stream().noneMatch(f -> f.run().equals(run.run()))) {
            found.add(run);
          }
        } catch (InvalidInput e) {
          e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
        }
      }
      problems.throwIfAny();
      return found;
    }

    private Reconciliation find(String name) throws IOException {
      if (Recording.of(name).isPresent()) {
        return now(name);
      }
      Optional<Reconciliation> kept = booked(name).flatMap(run -> ledger.find(run.id()));
      if (kept.isPresent()) {
        return kept.get();
      }
      if (new RunNames(name).find(Home.runs().all(), r -> r).isPresent()) {
        return now(name);
      }
      // Jobs are named for the spec: ft-NAME-ID
      Optional<Reconciliation> spec =
          booked.stream()
              .filter(r -> r.name().startsWith("ft-" + name + "-"))
              .findFirst()
              .flatMap(r -> ledger.find(r.id()));
      return spec.orElseThrow(() -> unknown(name));
    }

    private static Reconciliation now(String name) throws IOException {
      return ReconcileSource.of(name, Optional.empty()).reconciled(Home.standard());
    }

    private Optional<BookedRun> booked(String name) {
      List<BookedRun> hits = booked.stream().filter(r -> r.id().startsWith(name)).toList();
      Optional<BookedRun> exact =
          booked.stream().filter(r -> r.id().equals(name) || r.name().equals(name)).findFirst();
      if (exact.isEmpty() && hits.size() > 1) {
        throw new InvalidInput(
            PLACE, "", hits.size() + " runs begin with '" + name + "'; say more of it");
      }
      return exact.or(() -> hits.stream().findFirst());
    }

    private InvalidInput unknown(String name) {
      List<String> known =
          booked.stream().flatMap(r -> Stream.of(r.name(), r.id())).distinct().toList();
      return new InvalidInput(
          PLACE,
          "",
          "no run '"
              + name
              + "' in the ledger or on this machine, and no recording"
              + Suggestion.clause(name, known)
              + "; 'tuneplan ledger list' and 'tuneplan runs' list them");
    }
  }
}
