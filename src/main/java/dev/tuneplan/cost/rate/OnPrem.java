package dev.tuneplan.cost.rate;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A machine of one's own.
 *
 * @param price of the machine with its share of network and racks
 * @param lifeYears over which it is written off
 * @param utilisation share of its hours in which somebody uses it, in (0, 1]: the hours in which
 *     nobody does are paid by those in which somebody does
 * @param watts of the whole machine while it is used
 * @param powerPerKwh price of a kilowatt-hour
 * @param pue power of the building ÷ power of its machines, ≥ 1
 * @param gpus in the machine, ≥ 1
 */
public record OnPrem(
    BigDecimal price,
    BigDecimal lifeYears,
    BigDecimal utilisation,
    BigDecimal watts,
    BigDecimal powerPerKwh,
    BigDecimal pue,
    int gpus) {
  private static final BigDecimal HOURS_OF_YEAR = new BigDecimal("8766");
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);

  public OnPrem {
    if (price.signum() < 0 || watts.signum() < 0 || powerPerKwh.signum() < 0) {
      throw new IllegalArgumentException("prices and watts must be >= 0");
    }
    if (lifeYears.signum() <= 0 || pue.compareTo(BigDecimal.ONE) < 0 || gpus < 1) {
      throw new IllegalArgumentException(
          "lifeYears must be > 0, pue and gpus >= 1, was " + lifeYears + ", " + pue + ", " + gpus);
    }
    if (utilisation.signum() <= 0 || utilisation.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("utilisation must be in (0, 1], was " + utilisation);
    }
  }

  /** Of one GPU and used hour: what it is written off by, and the power. */
  public BigDecimal perGpuHour() {
    MathContext exact = MathContext.DECIMAL128;
    BigDecimal capital =
        price.divide(lifeYears.multiply(HOURS_OF_YEAR).multiply(utilisation), exact);
    BigDecimal power = watts.divide(KILO, exact).multiply(powerPerKwh).multiply(pue);
    return capital.add(power).divide(BigDecimal.valueOf(gpus), exact);
  }

  /** As a rate. */
  public Rate rate(RateSource source) {
    return new Rate.PerGpu(PriceSeries.always(perGpuHour()), source);
  }
}
