package dev.tuneplan.tracer;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.trace.StepTrace.Phase;
import dev.tuneplan.trace.TracedStep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the tracer's answer: the columns of accuracy/traces.csv. */
final class TraceRecord {
  private static final List<String> KINDS =
      List.of("weights", "trained", "gradients", "states", "activations");

  private TraceRecord() {}

  /** The figures of an answer; what is missing or wrong is noted. */
  static TracedStep read(Fields f, Map<String, String> libraries, Problems problems) {
    Phase peak =
        f.word("peak_phase", List.of("forward", "backward", "step"))
            .map(w -> Phase.valueOf(w.toUpperCase(Locale.ROOT)))
            .orElse(Phase.BACKWARD);
    return new TracedStep(
        (long) figure(f, "parameters", problems),
        (long) figure(f, "trainable", problems),
        peak,
        phases(p -> figure(f, "peak_" + p, problems)),
        KINDS.stream().map(k -> new TracedStep.Part(k, figure(f, "alive_" + k, problems))).toList(),
        figure(f, "flops_linear", problems),
        figure(f, "flops_attention", problems),
        phases(p -> figure(f, "bytes_" + p, problems)),
        phases(p -> figure(f, "operators_" + p, problems)),
        f.requiredText("attention"),
        libraries);
  }

  private static Map<Phase, Double> phases(Function<String, Double> figure) {
    Map<Phase, Double> found = new TreeMap<>();
    for (Phase p : Phase.values()) {
      found.put(p, figure.apply(p.name().toLowerCase(Locale.ROOT)));
    }
    return found;
  }

  private static double figure(Fields f, String key, Problems problems) {
    if (!f.has(key)) {
      problems.add(f.place(), key, "is required");
    }
    return f.whole(key, 0, Long.MAX_VALUE).orElse(0);
  }
}
