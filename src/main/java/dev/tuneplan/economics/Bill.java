package dev.tuneplan.economics;

import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What answering calls costs, USD. */
public sealed interface Bill {
  /**
   * A day.
   *
   * @param calls on that day
   */
  BigDecimal day(BigDecimal calls);

  /** What is billed once a month, on its first day. */
  BigDecimal month();

  /** The part of a day that no price of tokens or machines moves, such as hosting. */
  BigDecimal fixedDay();

  /** The same with prices of tokens or machines times a factor. */
  Bill priced(BigDecimal factor);

  /**
   * By tokens.
   *
   * @param perCall tokens of a call
   * @param hostingPerHour paid whether called or not
   * @param month storage and the like
   */
  record Tokens(TokenRates rates, TokenCount perCall, BigDecimal hostingPerHour, BigDecimal month)
      implements Bill {
    private static final BigDecimal HOURS = BigDecimal.valueOf(24);

    /** A call, USD. */
    public BigDecimal call() {
      return rates.cost(perCall).amount().stripTrailingZeros();
    }

    @Override
    public BigDecimal day(BigDecimal calls) {
      // tokens are multiplied first, so that nothing is rounded for a single call
      BigDecimal tokens =
          perCall
              .fresh()
              .multiply(rates.input())
              .add(perCall.cached().multiply(rates.cached()))
              .add(perCall.output().multiply(rates.output()));
      return calls.multiply(tokens).movePointLeft(6).add(fixedDay());
    }

    @Override
    public BigDecimal fixedDay() {
      return hostingPerHour.multiply(HOURS);
    }

    @Override
    public Bill priced(BigDecimal factor) {
      return new Tokens(
          new TokenRates(
              rates.input().multiply(factor),
              rates.output().multiply(factor),
              rates.cachedInput().map(factor::multiply),
              rates.batchInput().map(factor::multiply),
              rates.batchOutput().map(factor::multiply)),
          perCall,
          hostingPerHour,
          month);
    }
  }

  /**
   * By machines that are on for some hours of the day, as many as the calls need.
   *
   * @param usdPerHour of one machine
   * @param tokensPerSecond that one gets through, sent (not cached) and returned together
   * @param hoursPerDay that they are on; calls come in these hours
   * @param share of that rate that is planned with, for peaks; above 0 and at most 1
   * @param perCall tokens of a call
   * @param month storage and the like
   */
  record Machines(
      BigDecimal usdPerHour,
      BigDecimal tokensPerSecond,
      BigDecimal hoursPerDay,
      BigDecimal share,
      TokenCount perCall,
      BigDecimal month)
      implements Bill {
    private static final BigDecimal HOUR_SECONDS = BigDecimal.valueOf(3600);

    public Machines {
      if (tokensPerSecond.signum() <= 0 || hoursPerDay.signum() <= 0 || share.signum() <= 0) {
        throw new IllegalArgumentException("a machine that serves nothing has no bill");
      }
    }

    /** Machines that a day's calls need, at least one. */
    public BigDecimal machines(BigDecimal calls) {
      BigDecimal tokens = calls.multiply(perCall.fresh().add(perCall.output()));
      BigDecimal each =
          tokensPerSecond.multiply(hoursPerDay).multiply(HOUR_SECONDS).multiply(share);
      return tokens
          .divide(each, MathContext.DECIMAL128)
          .setScale(0, RoundingMode.CEILING)
          .max(BigDecimal.ONE);
    }

    @Override
    public BigDecimal day(BigDecimal calls) {
      return machines(calls).multiply(hoursPerDay).multiply(usdPerHour);
    }

    @Override
    public BigDecimal fixedDay() {
      return BigDecimal.ZERO;
    }

    @Override
    public Bill priced(BigDecimal factor) {
      return new Machines(
          usdPerHour.multiply(factor), tokensPerSecond, hoursPerDay, share, perCall, month);
    }
  }
}
