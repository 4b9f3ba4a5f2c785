package dev.tuneplan.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an attempt may take.
 *
 * @param grace from the request to end until the kill
 * @param stall the shortest time without a step that is a stall
 * @param stallSteps how many times its median step a stall is at least
 * @param setup the longest time without a word before the first step
 * @param time the most time of all attempts together
 * @param usd the most money of all attempts together
 * @param usdPerHour what an hour of the run costs
 * @param reserve so long before the budget ends a checkpoint is asked for
 * @param attempts how many one launch may have; Kubernetes has no bound for those that a disruption
 *     ends
 */
public record Limits(
    Duration grace,
    Duration stall,
    double stallSteps,
    Duration setup,
    Optional<Duration> time,
    OptionalDouble usd,
    OptionalDouble usdPerHour,
    Optional<Duration> reserve,
    OptionalInt attempts) {
  private static final double SECONDS = 3600;
  private static final Duration SUSPICION = Duration.ofMinutes(1);
  private static final Duration LONGEST_RESERVE = Duration.ofMinutes(5);

  /** None but those for stalls: ten minutes or 20 steps; an hour of silence before them. */
  public static final Limits USUAL =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          20,
          Duration.ofHours(1),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          OptionalInt.empty());

  public Limits {
    if (usd.isPresent() && usdPerHour.isEmpty()) {
      throw new IllegalArgumentException("a limit of money needs usdPerHour");
    }
    if (usdPerHour.isPresent() && !(usdPerHour.getAsDouble() >= 0)) {
      throw new IllegalArgumentException("usdPerHour must be >= 0, was " + usdPerHour);
    }
    if (attempts.isPresent() && attempts.getAsInt() < 1) {
      throw new IllegalArgumentException("attempts must be >= 1, was " + attempts.getAsInt());
    }
  }

  /**
   * So long nothing must have been seen before waste is suspected: a minute, or a quarter of what
   * is a stall where that is shorter, so that it is told before.
   */
  public Duration suspicion() {
    Duration quarter = stall.dividedBy(4);
    return quarter.compareTo(SUSPICION) < 0 ? quarter : SUSPICION;
  }

  /** The seconds that all attempts may take together; infinite without a limit. */
  double seconds() {
    double byTime = time.map(Limits::seconds).orElse(Double.POSITIVE_INFINITY);
    boolean priced = usd.isPresent() && usdPerHour.getAsDouble() > 0;
    double byMoney =
        priced ? usd.getAsDouble() / usdPerHour.getAsDouble() * SECONDS : Double.POSITIVE_INFINITY;
    return Math.min(byTime, byMoney);
  }

  /** So many seconds before the end a checkpoint is asked for: a twentieth, at most 5 minutes. */
  double reserveSeconds() {
    return reserve
        .map(Limits::seconds)
        .orElseGet(() -> Math.min(seconds() / 20, seconds(LONGEST_RESERVE)));
  }

  static double seconds(Duration d) {
    return d.toNanos() / 1e9;
  }
}
