package dev.tuneplan.agent;

import java.util.OptionalDouble;

/**
 * What the GPUs were like lately. A value is empty until its window is full, and where it cannot be
 * read.
 *
 * @param busy percent, of all GPUs in the last minute
 * @param busiest percent, of that GPU which was busiest in the last ten minutes
 * @param watts of one GPU, on the average of all in the last minute
 * @param usualWatts the median of that while it trained
 */
public record Sight(
    OptionalDouble busy, OptionalDouble busiest, OptionalDouble watts, OptionalDouble usualWatts) {
  /** Nothing is known. */
  public static final Sight NONE =
      new Sight(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
}
