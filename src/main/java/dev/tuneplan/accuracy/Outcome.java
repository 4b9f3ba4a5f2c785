package dev.tuneplan.accuracy;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a plan said of a run beside what it came to.
 *
 * @param run its id
 * @param name its Job's
 * @param ended in UTC
 * @param setup its trainer, GPU and method
 * @param learned whether earlier runs had corrected its plan
 * @param gpuFull whether it ran out of a GPU's memory
 * @param scores of the figures that are known
 */
public record Outcome(
    String run,
    String name,
    Instant ended,
    Setup setup,
    boolean learned,
    boolean gpuFull,
    Map<Figure, Score> scores) {
  /** What runs are compared by. */
  public record Setup(String stack, String gpu, String method) {
    @Override
    public String toString() {
      return stack + " " + gpu + " " + method;
    }
  }

  public Outcome {
    Map<Figure, Score> ordered = new EnumMap<>(Figure.class);
    ordered.putAll(scores);
    scores = Collections.unmodifiableMap(ordered);
  }

  /** In which it ended. */
  public YearMonth month() {
    return YearMonth.from(ended.atOffset(ZoneOffset.UTC));
  }
}
