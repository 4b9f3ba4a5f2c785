package dev.tuneplan.estimate;

import dev.tuneplan.model.ModelShape;
import dev.tuneplan.trace.StepOptions;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.StepTracer;
import dev.tuneplan.trace.TracedStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Traces of setups; those that differ in the device alone share one. Not thread-safe. */
final class Tracing {
  private record Key(ModelShape model, StepOptions options) {
    @Override
    public int hashCode() {
      return (System.identityHashCode(model) * 31 + options.sequence()) * 31
          + options.microBatch() * 2
          + (options.checkpointed() ? 1 : 0);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key k && k.model == model && k.options.equals(options);
    }
  }

  private final Map<Key, StepTrace> known = new HashMap<>();
  private final Traces traces;
  private final Map<SizeKey, Sizes> sizes = new HashMap<>();

  private record SizeKey(ModelShape model, Method method, boolean packsExperts) {
    @Override
    public int hashCode() {
      return System.identityHashCode(model) * 31 + method.type().hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SizeKey k
          && k.model == model
          && k.method.equals(method)
          && k.packsExperts == packsExperts;
    }
  }

  /** With what the real libraries said; they are of the model of every setup that is asked for. */
  Tracing(Traces traces) {
    this.traces = traces;
  }

  /** What the real libraries said of exactly this step. */
  Optional<TracedStep> traced(Setup s) {
    return traces.of(s);
  }

  /** The counts of a setup's model and method. */
  Sizes sizes(Setup s) {
    return sizes.computeIfAbsent(
        new SizeKey(s.model(), s.method(), s.stack().packsExperts()), k -> Sizes.of(s));
  }

  /** The step of a setup with or without checkpointing. */
  StepTrace of(Setup s, boolean checkpointed) {
    return known.computeIfAbsent(
        new Key(s.model(), StepSetup.of(s).options(checkpointed)),
        k -> StepTracer.of(k.model(), k.options()));
  }
}
