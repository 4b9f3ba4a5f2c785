package dev.tuneplan.cli;

import dev.tuneplan.economics.Wanted;
import dev.tuneplan.managed.Counting;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.spec.RunSpec;
import java.util.List;
import java.util.OptionalDouble;

/** A run spec as managed providers see it. */
final class ManagedJob {
  private ManagedJob() {}

  /** What is trained, by data as it is in its file: providers count before they cut. */
  static Counting.Job of(RunSpec spec, List<Workload.Bin> bins) {
    double examples = bins.stream().mapToDouble(Workload.Bin::examples).sum();
    double tokens = bins.stream().mapToDouble(b -> b.examples() * b.tokens()).sum();
    RunSpec.TrainingSpec t = spec.training();
    return new Counting.Job(tokens, examples, 0, 0, t.epochs(), t.packing(), t.sequenceLength());
  }

  /** The data of a spec, counted where it does not say its size. */
  static List<Workload.Bin> bins(RunSpec spec, DataCounting counting) {
    if (!spec.data().lengths().isEmpty()) {
      return spec.data().lengths().stream()
          .map(l -> new Workload.Bin(l.examples(), l.tokens()))
          .toList();
    }
    RunSpec.DataFiles files = spec.data().files().orElseThrow();
    return CountedWork.of(CountedWork.view(spec, files, counting), files).bins();
  }

  static Wanted open(RunSpec spec, ModelShape model) {
    return Wanted.open(model.id(), model.parameters(), adapters(spec));
  }

  /** A model that is known by its name alone. */
  static Wanted named(RunSpec spec, String name) {
    return new Wanted(name, OptionalDouble.empty(), adapters(spec));
  }

  private static boolean adapters(RunSpec spec) {
    return !spec.method().type().equals("full");
  }
}
