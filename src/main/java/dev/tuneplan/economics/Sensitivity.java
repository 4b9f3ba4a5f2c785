package dev.tuneplan.economics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What must be true: each quantity at which it just pays within the horizon, all others as they
 * are; empty: at no value.
 *
 * @param callsPerMonth at least so many in the first month
 * @param price prices of the path's tokens or machines at most times this
 * @param currentPrice prices of the present model at least times this
 * @param inputTokens tokens sent in a call of the fine-tuned model, cached ones included, at most;
 *     empty also where no tokens are billed
 * @param hours of people at most
 */
public record Sensitivity(
    Optional<BigInteger> callsPerMonth,
    Optional<BigDecimal> price,
    Optional<BigDecimal> currentPrice,
    Optional<BigDecimal> inputTokens,
    Optional<BigDecimal> hours) {
  private static final int PLACES = 4;

  /** Of a comparison over so many months. */
  public static Sensitivity of(BreakEven b, int months) {
    BigDecimal keep = b.keepTotal(months).amount();
    BigDecimal path = b.pathTotal(months).amount();
    BigDecimal upfront = b.upfront().total();
    BigDecimal days = BigDecimal.valueOf((long) months * Traffic.MONTH);
    BigDecimal fixed =
        b.path()
            .fixedDay()
            .multiply(days)
            .add(b.path().month().multiply(BigDecimal.valueOf(months)));
    BigDecimal moving = path.subtract(upfront).subtract(fixed);
    BigDecimal rest = keep.subtract(upfront).subtract(fixed);
    return new Sensitivity(
        b.breakEvenCalls(months),
        ratio(rest, moving),
        ratio(path, keep),
        b.path() instanceof Bill.Tokens t ? tokens(b, t, rest, months) : Optional.empty(),
        ratio(keep.subtract(path).add(b.upfront().people()), b.upfront().hourlyRate()));
  }

  private static Optional<BigDecimal> ratio(BigDecimal of, BigDecimal by) {
    return by.signum() <= 0 || of.signum() < 0
        ? Optional.empty()
        : Optional.of(of.divide(by, PLACES, RoundingMode.FLOOR));
  }

  private static Optional<BigDecimal> tokens(
      BreakEven b, Bill.Tokens t, BigDecimal rest, int months) {
    BigDecimal calls = BigDecimal.ZERO;
    for (int m = 0; m < months; m++) {
      calls = calls.add(b.traffic().calls(m).multiply(BigDecimal.valueOf(Traffic.MONTH)));
    }
    BigDecimal others =
        t.perCall()
            .cached()
            .multiply(t.rates().cached())
            .add(t.perCall().output().multiply(t.rates().output()));
    BigDecimal forInput = rest.movePointRight(6).subtract(calls.multiply(others));
    return ratio(forInput, calls.multiply(t.rates().input())).map(t.perCall().cached()::add);
  }
}
