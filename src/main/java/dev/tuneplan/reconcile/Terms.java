package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a run's cost is a product of: {@code GPUS · RATE · (SETUP + TOKENS · THROUGHPUT + OTHER +
 * RETRIES + WASTE)}.
 *
 * @param values of every factor, ≥ 0
 */
public record Terms(Map<Factor, BigDecimal> values) {
  static final MathContext EXACT = MathContext.DECIMAL128;

  /** A factor, in the published order in which the fixed bridge puts the actual for the planned. */
  public enum Factor {
    /** Tokens of which something is left. */
    TOKENS,
    /** Hours of the whole job for one token: the inverse of its speed. */
    THROUGHPUT,
    /** Hours until the first step of the first attempt. */
    SETUP,
    /** Hours of evaluation, checkpoints and teardown. */
    OTHER,
    /** Hours of repeated set-up and of lost work. */
    RETRIES,
    /** Hours of stalls, idleness and waiting for peers. */
    WASTE,
    /** Whole GPUs. */
    GPUS,
    /** Money per GPU and hour. */
    RATE
  }

  public Terms {
    Map<Factor, BigDecimal> copy = new EnumMap<>(Factor.class);
    for (Factor factor : Factor.values()) {
      BigDecimal value = values.getOrDefault(factor, BigDecimal.ZERO);
      if (value.signum() < 0) {
        throw new IllegalArgumentException(factor + " must be >= 0, was " + value);
      }
      copy.put(factor, value);
    }
    values = Map.copyOf(copy);
  }

  /** One factor. */
  public BigDecimal of(Factor factor) {
    return values.getOrDefault(factor, BigDecimal.ZERO);
  }

  /** The same with one factor of another. */
  public Terms with(Factor factor, Terms other) {
    Map<Factor, BigDecimal> copy = new EnumMap<>(values);
    copy.put(factor, other.of(factor));
    return new Terms(copy);
  }

  /** The cost. */
  public Money cost() {
    return cost(perHour(this::of), hours(this::of));
  }

  /** Money per hour of the job, of factors wherever they are from. */
  static BigDecimal perHour(Function<Factor, BigDecimal> of) {
    return of.apply(Factor.GPUS).multiply(of.apply(Factor.RATE), EXACT);
  }

  /** Hours of the job, of factors wherever they are from. */
  static BigDecimal hours(Function<Factor, BigDecimal> of) {
    return of.apply(Factor.SETUP)
        .add(of.apply(Factor.TOKENS).multiply(of.apply(Factor.THROUGHPUT), EXACT))
        .add(of.apply(Factor.OTHER))
        .add(of.apply(Factor.RETRIES))
        .add(of.apply(Factor.WASTE));
  }

  static Money cost(BigDecimal perHour, BigDecimal hours) {
    return new Money(perHour.multiply(hours, EXACT).setScale(Money.SCALE, RoundingMode.HALF_EVEN));
  }
}
