package dev.tuneplan.measured;

import java.util.OptionalDouble;

/**
 * What a GPU was like on the average of a time. What was not read is empty, and never 0.
 *
 * @param busy percent of the time in which a kernel ran
 * @param smActive percent of the multiprocessors that had work
 * @param tensorActive percent of the time in which tensor cores worked
 * @param watts of the whole GPU
 */
public record Means(
    OptionalDouble busy,
    OptionalDouble smActive,
    OptionalDouble tensorActive,
    OptionalDouble watts) {
  /** Nothing was read. */
  public static final Means NONE =
      new Means(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
}
