package dev.tuneplan.economics;

import dev.tuneplan.managed.TokenCount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws assumptions, and what comes of each. The same seed gives the same result.
 *
 * @param seed of the draws
 * @param draws how many, at least 1
 * @param hoursLow least hours of people
 * @param hoursHigh most hours
 */
public record MonteCarlo(long seed, int draws, BigDecimal hoursLow, BigDecimal hoursHigh) {
  /** Standard deviation of ln(real ÷ assumed calls). */
  public static final double CALLS = 0.25;

  /** The same of tokens of the fine-tuned model's calls: how much shorter prompts get. */
  public static final double TOKENS = 0.1;

  /** The same of what training costs, over all experiments. */
  public static final double TRAINING = 0.3;

  /** The same of tokens that a machine of one's own gets through in a second. */
  public static final double SPEED = 0.3;

  private static final double MOST_DEVIATIONS = 3;
  private static final int DIGITS = 6;

  /** What may come of a comparison within so many months. */
  public Spread of(BreakEven b, int months) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] net = new double[draws];
    double[] days = new double[draws];
    int paid = 0;
    for (int i = 0; i < draws; i++) {
      BreakEven drawn = draw(b, random);
      net[i] = drawn.net(months).amount().doubleValue();
      Optional<BigDecimal> back = drawn.paybackDays(months);
      paid += back.isPresent() ? 1 : 0;
      days[i] = back.map(BigDecimal::doubleValue).orElse((double) months * Traffic.MONTH);
    }
    return Spread.of(net, days, paid);
  }

  private BreakEven draw(BreakEven b, SplittableRandom random) {
    Traffic t = b.traffic();
    Traffic traffic =
        new Traffic(
            t.callsPerDay().multiply(factor(random, CALLS)), t.before(), t.after(), t.growth());
    BigDecimal tokens = factor(random, TOKENS);
    BigDecimal speed = factor(random, SPEED);
    Upfront u = b.upfront();
    Upfront upfront =
        new Upfront(u.training().multiply(factor(random, TRAINING)), hours(random), u.hourlyRate());
    Bill path =
        switch (b.path()) {
          case Bill.Tokens p ->
              new Bill.Tokens(
                  p.rates(), scaled(p.perCall(), tokens), p.hostingPerHour(), p.month());
          case Bill.Machines p ->
              new Bill.Machines(
                  p.usdPerHour(),
                  p.tokensPerSecond().multiply(speed),
                  p.hoursPerDay(),
                  p.share(),
                  scaled(p.perCall(), tokens),
                  p.month());
        };
    return new BreakEven(b.keep(), path, upfront, traffic);
  }

  private static TokenCount scaled(TokenCount tokens, BigDecimal factor) {
    return tokens.times(factor);
  }

  /** Median 1; rounded, so that what follows stays exact and quick. */
  private static BigDecimal factor(SplittableRandom random, double sd) {
    double z = Math.clamp(random.nextGaussian(), -MOST_DEVIATIONS, MOST_DEVIATIONS);
    return BigDecimal.valueOf(StrictMath.exp(sd * z)).setScale(DIGITS, RoundingMode.HALF_UP);
  }

  /** Between both ends, the middle the likeliest. */
  private BigDecimal hours(SplittableRandom random) {
    BigDecimal share = BigDecimal.valueOf((random.nextDouble() + random.nextDouble()) / 2);
    return hoursLow
        .add(hoursHigh.subtract(hoursLow).multiply(share))
        .round(new MathContext(DIGITS));
  }
}
