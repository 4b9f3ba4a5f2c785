package dev.tuneplan.reconcile;

import dev.tuneplan.base.Money;
import dev.tuneplan.measured.PhaseSum;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a million tokens of which something is left took.
 *
 * @param cost empty: unpriced, or not all of it is
 * @param wattHours of all GPUs; empty: nothing tells
 * @param basis what is counted
 */
public record PerMillion(Optional<Money> cost, OptionalDouble wattHours, Tokens.Basis basis) {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Of a run; empty where nobody counted tokens. */
  public static Optional<PerMillion> of(Reconciliation r) {
    Optional<BigDecimal> computed = r.tokens().flatMap(Tokens::computed);
    return computed
        .filter(tokens -> tokens.signum() > 0)
        .map(tokens -> of(r, tokens.divide(MILLION, Terms.EXACT)));
  }

  private static PerMillion of(Reconciliation r, BigDecimal millions) {
    PhaseSum all = r.use().all();
    return new PerMillion(
        r.cost().unpriced().isEmpty()
            ? Optional.of(new Money(r.cost().total().amount().divide(millions, Terms.EXACT)))
            : Optional.empty(),
        all.wattHours().isPresent()
            ? OptionalDouble.of(all.wattHours().getAsDouble() / millions.doubleValue())
            : OptionalDouble.empty(),
        Tokens.Basis.COMPUTED);
  }
}
