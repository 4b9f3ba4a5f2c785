package dev.tuneplan.managed;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a training job costs, as far as it is known.
 *
 * @param usdPer1M for each 1M trained tokens
 * @param usdPerHour where time is billed
 * @param gpu the GPU whose time it is, by its profile's id
 * @param minimumUsd the least that a job costs
 * @param capUsd where the provider stops a job
 * @param epochs what the provider takes when nobody asks for another number; empty: it chooses, or
 *     it is not known
 */
public record Training(
    Optional<BigDecimal> usdPer1M,
    Optional<BigDecimal> usdPerHour,
    Optional<String> gpu,
    Optional<BigDecimal> minimumUsd,
    Optional<BigDecimal> capUsd,
    OptionalInt epochs) {
  /** Nothing is known. */
  public static final Training UNKNOWN =
      new Training(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /** Whether some price of a job is known. */
  public boolean priced() {
    return usdPer1M.isPresent() || usdPerHour.isPresent();
  }
}
