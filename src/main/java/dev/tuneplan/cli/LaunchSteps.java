package dev.tuneplan.cli;

import dev.tuneplan.estimate.Setup;
import dev.tuneplan.model.Linear;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.plan.Workload;
import java.util.List;

/** What a saved plan says of its recommended setup, so that a launch needs no catalogue. */
final class LaunchSteps {
  private LaunchSteps() {}

  /** Optimizer steps of the whole run: counted, or as many as the stated size fills. */
  static long of(Planning p, Setup s) {
    Workload work = p.plan().work();
    long batch = (long) s.microBatch() * s.accumulation() * s.gpus();
    double sequences =
        p.data()
            .map(d -> d.stats().rows())
            .orElseGet(() ->
                work.packed()
                    ? work.tokens() / work.filled() / work.sequenceLength()
                    : work.examples());
    return Math.max(1, (long) Math.ceil(work.epochs() * Math.ceil(sequences / batch)));
  }

  /** Last names of the modules with adapters, words for groups looked up. */
  static List<String> targets(Setup s) {
    LoraTargets targets = s.method().targets();
    return s.method().full() || targets.all()
        ? List.of("all-linear")
        : s.model().layers().stream()
            .flatMap(layer -> targets.in(layer).stream())
            .map(Linear::name)
            .distinct()
            .sorted()
            .toList();
  }
}
