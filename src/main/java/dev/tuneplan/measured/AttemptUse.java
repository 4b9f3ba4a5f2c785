package dev.tuneplan.measured;

import dev.tuneplan.agent.sample.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an attempt used.
 *
 * @param attempt the name of its folder
 * @param channel where it was found, in words
 * @param lacks why it is not all; empty: nothing is missing
 * @param phases by device and phase
 * @param peakMiB the most memory that was in use of any GPU
 * @param rows of each device; empty: totals alone are left, or rows are not asked for
 */
public record AttemptUse(
    String attempt,
    String channel,
    Optional<String> lacks,
    List<PhaseUse> phases,
    OptionalDouble peakMiB,
    List<RowBlock> rows) {
  public AttemptUse {
    phases = List.copyOf(phases);
    rows = List.copyOf(rows);
  }

  /**
   * Of all of its rows.
   *
   * @param samples in the order in which each device made them
   */
  public static AttemptUse of(String attempt, String channel, Iterable<Row> samples) {
    Gathering gathering = new Gathering();
    samples.forEach(gathering::add);
    return gathering.use(attempt, channel, Optional.empty());
  }
}
