package dev.tuneplan.agent.progress;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one source says at once; each part may be missing.
 *
 * @param step optimizer steps done, over all attempts
 * @param total optimizer steps of the whole run
 * @param loss of training; NaN when it exploded
 * @param tokens seen so far, as the trainer counts them
 * @param epoch epochs done
 */
public record Report(
    OptionalLong step,
    OptionalLong total,
    OptionalDouble loss,
    OptionalLong tokens,
    OptionalDouble epoch) {
  /** Nothing known. */
  public static final Report NOTHING =
      new Report(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty());

  /** A step of so many. */
  public static Report step(long step, OptionalLong total) {
    return new Report(OptionalLong.of(step), total, NOTHING.loss, NOTHING.tokens, NOTHING.epoch);
  }

  /** This, and where it says nothing what was said before. */
  Report over(Report older) {
    return new Report(
        step.isPresent() ? step : older.step,
        total.isPresent() ? total : older.total,
        loss.isPresent() ? loss : older.loss,
        tokens.isPresent() ? tokens : older.tokens,
        epoch.isPresent() ? epoch : older.epoch);
  }

  /** Whether it proves that every step was made. */
  boolean complete() {
    return step.isPresent()
        && total.isPresent()
        && total.getAsLong() > 0
        && step.getAsLong() >= total.getAsLong();
  }

  /** A number that is a count: whole, not negative, not absurd. */
  static OptionalLong count(Optional<Double> value) {
    return value.filter(v -> v >= 0 && v < 1e15 && v == Math.rint(v)).stream()
        .mapToLong(Double::longValue)
        .findFirst();
  }
}
