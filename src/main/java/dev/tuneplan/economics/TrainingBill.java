package dev.tuneplan.economics;

import dev.tuneplan.base.Money;
import dev.tuneplan.managed.Counting;
import dev.tuneplan.managed.Training;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a training job costs with a provider.
 *
 * @param tokens that are billed
 * @param usd with the provider's minimum; empty: not priced by tokens, or not known
 * @param minimum whether the minimum was more than the tokens' price
 */
public record TrainingBill(BigDecimal tokens, Optional<Money> usd, boolean minimum) {
  /** Of one job. */
  public static TrainingBill of(Counting counting, Training training, Counting.Job job) {
    BigDecimal tokens = new BigDecimal(counting.billed(job));
    Optional<BigDecimal> price =
        counting == Counting.TIME || counting == Counting.NONE
            ? Optional.empty()
            : training.usdPer1M().map(rate -> tokens.multiply(rate).movePointLeft(6));
    BigDecimal least = training.minimumUsd().orElse(BigDecimal.ZERO);
    return new TrainingBill(
        tokens,
        price.map(p -> new Money(p.max(least))),
        price.filter(p -> p.compareTo(least) < 0).isPresent());
  }
}
