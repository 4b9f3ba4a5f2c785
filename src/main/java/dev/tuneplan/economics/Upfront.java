package dev.tuneplan.economics;

import java.math.BigDecimal;

/**
 * What is paid before anything is saved, USD.
 *
 * @param training all experiments together
 * @param hours of people
 * @param hourlyRate USD for each of them
 */
public record Upfront(BigDecimal training, BigDecimal hours, BigDecimal hourlyRate) {
  /** Nothing: the present stays as it is. */
  public static final Upfront NOTHING =
      new Upfront(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /** What people cost. */
  public BigDecimal people() {
    return hours.multiply(hourlyRate);
  }

  /** Both together. */
  public BigDecimal total() {
    return training.add(people());
  }

  /** The same with other hours. */
  public Upfront withHours(BigDecimal other) {
    return new Upfront(training, other, hourlyRate);
  }
}
