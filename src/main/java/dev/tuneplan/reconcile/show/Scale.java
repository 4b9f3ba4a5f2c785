package dev.tuneplan.reconcile.show;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of money.
 *
 * @param low the least value on it
 * @param high the greatest
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
public record Scale(double low, double high, double step) {
  private static final int TICKS = 6;

  /** Wide enough for all values and for nothing. */
  public static Scale of(List<BigDecimal> values) {
    double low = Math.min(0, values.stream().mapToDouble(BigDecimal::doubleValue).min().orElse(0));
    double high = Math.max(0, values.stream().mapToDouble(BigDecimal::doubleValue).max().orElse(0));
    double width = Math.max(high - low, 0.01);
    double rough = width / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        rough / power <= 1
            ? power
            : rough / power <= 2 ? 2 * power : rough / power <= 5 ? 5 * power : 10 * power;
    return new Scale(Math.floor(low / step) * step, Math.ceil((low + width) / step) * step, step);
  }

  /** Where a value is, from 0 to 1. */
  public double at(double value) {
    return (value - low) / (high - low);
  }

  /** Values to be written beside the axis. */
  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(low / step); i <= Math.round(high / step); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
