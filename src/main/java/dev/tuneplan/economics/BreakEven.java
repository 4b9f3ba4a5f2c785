package dev.tuneplan.economics;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * One way of answering calls against another, day by day, exactly. A month has 30 days; what is
 * billed by the month is paid on its first day; calls grow from month to month.
 *
 * @param keep what is paid if nothing changes
 * @param path what would be paid instead
 * @param upfront what is paid before
 * @param traffic the calls
 */
public record BreakEven(Bill keep, Bill path, Upfront upfront, Traffic traffic) {
  /** What has not paid after ten years does not pay. */
  public static final int LONGEST_MONTHS = 120;

  private static final BigDecimal DAYS = BigDecimal.valueOf(Traffic.MONTH);
  private static final BigInteger MOST_CALLS = BigInteger.TEN.pow(15);

  /** A whole month of a bill, months counted from 0. */
  private BigDecimal month(Bill bill, int month) {
    return bill.day(traffic.calls(month)).multiply(DAYS).add(bill.month());
  }

  private BigDecimal total(Bill bill, int months) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int m = 0; m < months; m++) {
      sum = sum.add(month(bill, m));
    }
    return sum;
  }

  /** The first month's bill if nothing changes. */
  public Money keepMonth() {
    return new Money(month(keep, 0));
  }

  /** The first month's bill of the path. */
  public Money pathMonth() {
    return new Money(month(path, 0));
  }

  /** The first month's saving; below 0 where the path is dearer. */
  public Money savedMonth() {
    return new Money(month(keep, 0).subtract(month(path, 0)));
  }

  /** All that is paid in so many months if nothing changes. */
  public Money keepTotal(int months) {
    return new Money(total(keep, months));
  }

  /** All that is paid in so many months on the path, with what is paid before. */
  public Money pathTotal(int months) {
    return new Money(upfront.total().add(total(path, months)));
  }

  /** What the path has brought after so many months; below 0: it has not paid. */
  public Money net(int months) {
    return new Money(total(keep, months).subtract(total(path, months)).subtract(upfront.total()));
  }

  /**
   * Days until what was paid before is saved, to four decimals; empty: never within so many months.
   */
  public Optional<BigDecimal> paybackDays(int months) {
    BigDecimal left = upfront.total();
    if (left.signum() <= 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    for (int m = 0; m < months; m++) {
      BigDecimal calls = traffic.calls(m);
      BigDecimal daily = keep.day(calls).subtract(path.day(calls));
      BigDecimal first = left.add(path.month()).subtract(keep.month());
      if (daily.multiply(DAYS).compareTo(first) >= 0
          && (daily.signum() > 0 || first.signum() <= 0)) {
        BigDecimal within =
            first.signum() <= 0 ? BigDecimal.ZERO : first.divide(daily, 4, RoundingMode.HALF_UP);
        return Optional.of(within.add(DAYS.multiply(BigDecimal.valueOf(m))));
      }
      left = first.subtract(daily.multiply(DAYS));
    }
    return Optional.empty();
  }

  /**
   * The first day, from 1, at whose end what was paid before is saved; 0: nothing was; empty: never
   * within so many months.
   */
  public Optional<Integer> paybackDay(int months) {
    BigDecimal left = upfront.total();
    if (left.signum() <= 0) {
      return Optional.of(0);
    }
    for (int m = 0; m < months; m++) {
      BigDecimal calls = traffic.calls(m);
      BigDecimal daily = keep.day(calls).subtract(path.day(calls));
      left = left.add(path.month()).subtract(keep.month());
      // with what is billed by the month behind it, a month's days are all alike
      BigDecimal need =
          daily.signum() > 0
              ? left.divide(daily, 0, RoundingMode.CEILING).max(BigDecimal.ONE)
              : BigDecimal.ONE;
      if (need.compareTo(DAYS) <= 0 && left.subtract(daily.multiply(need)).signum() <= 0) {
        return Optional.of(m * Traffic.MONTH + need.intValueExact());
      }
      left = left.subtract(daily.multiply(DAYS));
    }
    return Optional.empty();
  }

  /**
   * Calls in the first month from which it has paid after so many months; empty: at no number of
   * calls.
   */
  public Optional<BigInteger> breakEvenCalls(int months) {
    BigInteger high = BigInteger.ONE;
    while (!pays(high, months)) {
      high = high.shiftLeft(1);
      if (high.compareTo(MOST_CALLS) > 0) {
        return Optional.empty();
      }
    }
    BigInteger low = high.shiftRight(1);
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (pays(middle, months)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Optional.of(pays(BigInteger.ZERO, months) ? BigInteger.ZERO : high);
  }

  private boolean pays(BigInteger calls, int months) {
    return new BreakEven(keep, path, upfront, traffic.withCallsPerMonth(new BigDecimal(calls)))
            .net(months)
            .compareTo(Money.ZERO)
        >= 0;
  }
}
