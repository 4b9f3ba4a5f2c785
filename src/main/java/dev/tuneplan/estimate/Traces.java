package dev.tuneplan.estimate;

import dev.tuneplan.trace.TraceRequest;
import dev.tuneplan.trace.TracedStep;
import java.util.Map;
import java.util.Optional;

/** Steps of one model that the real libraries have run, by what they were asked. */
public record Traces(Map<TraceRequest, TracedStep> known) {
  /** Nothing was traced. */
  public static final Traces NONE = new Traces(Map.of());

  public Traces {
    known = Map.copyOf(known);
  }

  /** The trace of exactly this step. */
  Optional<TracedStep> of(Setup s) {
    return known.isEmpty()
        ? Optional.empty()
        : Traceable.of(StepSetup.of(s)).exact().map(known::get);
  }
}
