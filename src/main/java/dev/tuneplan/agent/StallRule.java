package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * When a trainer has stalled: no step for ten minutes and for twenty of its median steps, unless it
 * evaluates or saves. That a GPU is busy says nothing: a hung collective keeps it at 100 %
 * (marin-community/marin#7344).
 */
record StallRule(Limits limits) {
  /**
   * What is known of a trainer.
   *
   * @param start of the attempt's command
   * @param output when it last printed anything
   * @param step when its last step was noticed; empty before the first
   * @param otherWork when an evaluation or a checkpoint last showed life
   * @param medianStep seconds
   */
  record Life(
      Moment start,
      Moment output,
      Optional<Moment> step,
      Optional<Moment> otherWork,
      OptionalDouble medianStep) {}

  /** Why it has stalled; empty: it has not. */
  Optional<String> stalled(Life life, Moment now) {
    if (life.step.isEmpty()) {
      Duration silent =
          Stream.concat(Stream.of(life.start, life.output), life.otherWork.stream())
              .map(now::since)
              .min(Duration::compareTo)
              .orElse(Duration.ZERO);
      return silent.compareTo(limits.setup()) > 0
          ? Optional.of("no word for " + words(silent) + " before the first step")
          : Optional.empty();
    }
    Duration steps =
        Duration.ofMillis((long) (life.medianStep.orElse(0) * limits.stallSteps() * 1000));
    Duration allowed = limits.stall().compareTo(steps) > 0 ? limits.stall() : steps;
    Duration silent =
        Stream.concat(life.step.stream(), life.otherWork.stream())
            .map(now::since)
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    return silent.compareTo(allowed) > 0
        ? Optional.of("no step for " + words(silent) + ", allowed are " + words(allowed))
        : Optional.empty();
  }

  private static String words(Duration d) {
    return d.toSeconds() < 120 ? d.toSeconds() + " s" : d.toMinutes() + " min";
  }
}
