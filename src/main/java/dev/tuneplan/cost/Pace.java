package dev.tuneplan.cost;

import dev.tuneplan.cost.facts.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How regular an attempt's steps were.
 *
 * @param marks of its own steps, in order
 */
record Pace(List<Mark> marks) {
  private static final double NANOS = 1e9;

  /**
   * Time between two marks, and how much of it their steps do not explain.
   *
   * @param excess after the time that so many steps usually take
   */
  record Gap(Mark before, Mark after, Duration excess) {
    /** Where what is unexplained begins: the steps are taken to have come first. */
    Instant from() {
      return after.at().minus(excess);
    }
  }

  /** The median seconds of a step; empty before the second mark. */
  OptionalDouble stepSeconds() {
    if (marks.size() < 2) {
      return OptionalDouble.empty();
    }
    double[] seconds = new double[marks.size() - 1];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = seconds(i) / (marks.get(i + 1).step() - marks.get(i).step());
    }
    Arrays.sort(seconds);
    int middle = seconds.length / 2;
    return OptionalDouble.of(
        seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2);
  }

  private double seconds(int i) {
    return Duration.between(marks.get(i).at(), marks.get(i + 1).at()).toNanos() / NANOS;
  }

  /** Every gap that took longer than its steps usually do. */
  List<Gap> gaps() {
    double step = stepSeconds().orElse(0);
    List<Gap> gaps = new ArrayList<>();
    for (int i = 0; i + 1 < marks.size(); i++) {
      Mark before = marks.get(i);
      Mark after = marks.get(i + 1);
      double excess = seconds(i) - step * (after.step() - before.step());
      if (excess > 0) {
        gaps.add(new Gap(before, after, Duration.ofNanos((long) (excess * NANOS))));
      }
    }
    return gaps;
  }

  /** When a step was made: between two marks, in proportion. */
  Instant at(long step) {
    Mark before = marks.getFirst();
    for (Mark after : marks) {
      if (after.step() >= step) {
        long steps = after.step() - before.step();
        Duration whole = Duration.between(before.at(), after.at());
        return steps <= 0
            ? after.at()
            : before
                .at()
                .plus(whole.multipliedBy(Math.max(0, step - before.step())).dividedBy(steps));
      }
      before = after;
    }
    return before.at();
  }
}
