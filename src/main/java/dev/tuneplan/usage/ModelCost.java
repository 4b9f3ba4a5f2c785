package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What one model cost in one period.
 *
 * @param period a day, a month, or empty for all of it or for a time that is not told
 * @param provider who answered, as the log says; empty when it does not
 * @param model as the log names it; empty when it does not
 * @param tier as in {@link CallKey}
 * @param base the model that it is or that was fine-tuned, as far as that is known
 * @param logged what the log itself says that it cost, USD
 */
public record ModelCost(
    String period,
    String provider,
    String model,
    String tier,
    boolean fineTuned,
    Optional<String> base,
    long calls,
    Tokens tokens,
    Cost cost,
    Optional<BigDecimal> logged) {
  /** Money, or why there is none. */
  public sealed interface Cost {
    /**
     * It is known.
     *
     * @param usd exact
     * @param matched whose rates they are
     * @param note what is to be known of it; may be empty
     */
    record Priced(Money usd, String matched, String note) implements Cost {}

    /**
     * It is not known; never to be counted as 0.
     *
     * @param reason a clause
     */
    record Unpriced(String reason) implements Cost {}
  }

  /** The cost, if it is known. */
  public Optional<Money> usd() {
    return cost instanceof Cost.Priced p ? Optional.of(p.usd()) : Optional.empty();
  }
}
