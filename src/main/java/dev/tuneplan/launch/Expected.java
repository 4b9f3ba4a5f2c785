package dev.tuneplan.launch;

import dev.tuneplan.base.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan expects and by what it was corrected: what later plans learn from, once it is known
 * what was.
 *
 * @param tokensPerSecond of all GPUs together; empty: the plan does not say it
 * @param perGpu tokens per second of one GPU, with their interval; empty as before
 * @param mfu model FLOPs utilisation; empty as before
 * @param setupHours until the first step
 * @param memoryGiB of one GPU: what is known exactly, what was expected above it before any
 *     correction, and what there is; empty in plans of older versions
 * @param peakGiB of one GPU, with its interval; empty as before
 * @param learned the calibration's version and its factors, as the plan names them; empty: none
 */
public record Expected(
    OptionalDouble tokensPerSecond,
    Optional<Range> perGpu,
    OptionalDouble mfu,
    OptionalDouble setupHours,
    List<Double> memoryGiB,
    Optional<Range> peakGiB,
    Map<String, Double> learned) {
  public Expected {
    memoryGiB = List.copyOf(memoryGiB);
    learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
  }
}
