package dev.tuneplan.reconcile;

import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.RateCard;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.reconcile.Terms.Factor;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan expected of one run.
 *
 * @param gpu the GPU profile's id
 * @param gpus > 0
 * @param perGpuHour of its offer, with machines that are paid for and not used; empty: unpriced
 * @param setupHours until the first step, ≥ 0
 * @param tokens processed, padding included, > 0
 * @param tokensPerSecond of all GPUs together, > 0
 * @param mfu model FLOPs utilisation at this speed; empty in plans of older versions
 * @param otherHours evaluation, checkpoints and teardown, ≥ 0
 * @param steps optimizer steps, ≥ 1
 * @param intervals how sure it was of its figures
 * @param price where and on which terms
 * @param grounds what its figures rest on
 * @param notes what the plan leaves open, and what was taken for it
 */
public record Planned(
    String gpu,
    BigDecimal gpus,
    Optional<BigDecimal> perGpuHour,
    BigDecimal setupHours,
    BigDecimal tokens,
    BigDecimal tokensPerSecond,
    OptionalDouble mfu,
    BigDecimal otherHours,
    long steps,
    Intervals intervals,
    Optional<Price> price,
    Grounds grounds,
    List<String> notes) {
  /** Of every plan, as price lists have it. */
  public static final String CURRENCY = "USD";

  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  /** The offer's words. */
  public record Price(
      String provider, String region, String instanceType, boolean spot, String date) {}

  public Planned {
    notes = List.copyOf(notes);
    if (gpus.signum() <= 0 || tokens.signum() <= 0 || tokensPerSecond.signum() <= 0 || steps < 1) {
      throw new IllegalArgumentException(
          "gpus, tokens, speed and steps must be positive, was "
              + gpus
              + ", "
              + tokens
              + ", "
              + tokensPerSecond
              + ", "
              + steps);
    }
    if (setupHours.signum() < 0 || otherHours.signum() < 0) {
      throw new IllegalArgumentException(
          "hours must be >= 0, was " + setupHours + ", " + otherHours);
    }
  }

  /** Its rate, for machines that nobody saw or that no other rate is known for. */
  public Optional<RateCard> rate() {
    return perGpuHour.map(p ->
        new RateCard(
            RateCard.Of.ALL,
            new Rate.PerGpu(
                PriceSeries.always(p),
                new RateSource(
                    "the plan's offer"
                        + price
                            .map(o ->
                                ": "
                                    + o.provider()
                                    + " "
                                    + o.region()
                                    + " "
                                    + o.instanceType()
                                    + (o.spot() ? " spot" : ""))
                            .orElse(""),
                    price.map(Price::date).orElse("undated")))));
  }

  /** Tokens per second of one GPU. */
  public double perGpu() {
    return tokensPerSecond.doubleValue() / gpus.doubleValue();
  }

  /** Hours for one token. */
  BigDecimal hoursPerToken() {
    return BigDecimal.ONE.divide(tokensPerSecond.multiply(HOUR), Terms.EXACT);
  }

  /** Hours from start to end. */
  public BigDecimal hours() {
    return setupHours.add(tokens.multiply(hoursPerToken(), Terms.EXACT)).add(otherHours);
  }

  /**
   * As factors.
   *
   * @param rate for a plan without one
   */
  Terms terms(BigDecimal rate) {
    Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
    values.put(Factor.GPUS, gpus);
    values.put(Factor.RATE, perGpuHour.orElse(rate));
    values.put(Factor.SETUP, setupHours);
    values.put(Factor.TOKENS, tokens);
    values.put(Factor.THROUGHPUT, hoursPerToken());
    values.put(Factor.OTHER, otherHours);
    return new Terms(values);
  }
}
