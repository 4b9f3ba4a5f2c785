package dev.tuneplan.agent;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * GPUs that are paid for and do nothing useful, seen before a stall is one. That they are busy says
 * nothing: what hangs in a collective is busy at little power (nebius/soperator#796), and a rule
 * for low utilisation alone (dstack's utilization_policy) would miss it.
 *
 * @param kind which rule found it
 * @param text for people
 */
record Waste(Kind kind, String text) {
  private static final double BUSY = 90;
  private static final double IDLE = 5;
  private static final double LOW = 20;

  /** Of the usual power: a GPU that waits in a kernel takes little more than an idle one. */
  private static final double LITTLE = 0.4;

  /** So many of its usual steps nobody must have seen before anything is suspected. */
  private static final double STEPS = 3;

  /** The rules. */
  enum Kind {
    HANG,
    INPUT,
    LOW;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Of a trainer that trains: neither evaluates nor saves.
   *
   * @param suspicion so long there must have been no step
   * @param sinceStep since its last step was noticed
   * @param medianStep seconds
   */
  static Optional<Waste> of(
      Sight sight, Duration suspicion, Duration sinceStep, OptionalDouble medianStep) {
    Duration patience = Duration.ofMillis((long) (medianStep.orElse(0) * STEPS * 1000));
    boolean still = sinceStep.compareTo(suspicion) > 0 && sinceStep.compareTo(patience) > 0;
    double busy = sight.busy().orElse(Double.NaN);
    if (still && busy >= BUSY && little(sight)) {
      return Optional.of(
          new Waste(
              Kind.HANG,
              String.format(
                  Locale.ROOT,
                  "no step for %s, and the GPUs are %.0f %% busy at %.0f of their usual %.0f W: a"
                      + " collective seems to hang",
                  words(sinceStep),
                  busy,
                  sight.watts().orElse(0),
                  sight.usualWatts().orElse(0))));
    }
    if (still && busy < IDLE) {
      return Optional.of(
          new Waste(
              Kind.INPUT,
              String.format(
                  Locale.ROOT,
                  "no step for %s, and the GPUs are %.0f %% busy: it seems to wait for data or a"
                      + " download",
                  words(sinceStep),
                  busy)));
    }
    if (!still && sight.busiest().orElse(Double.NaN) < LOW) {
      return Optional.of(
          new Waste(
              Kind.LOW,
              String.format(
                  Locale.ROOT,
                  "no GPU was more than %.0f %% busy for 10 min: the steps seem to wait for data",
                  sight.busiest().orElse(0))));
    }
    return Optional.empty();
  }

  private static boolean little(Sight sight) {
    return sight.watts().orElse(Double.NaN) < LITTLE * sight.usualWatts().orElse(Double.NaN);
  }

  private static String words(Duration d) {
    return d.toSeconds() < 120 ? d.toSeconds() + " s" : d.toMinutes() + " min";
  }
}
