package dev.tuneplan.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What was promised of fine-tuning, beside what calls in logs show. Months have 30 days; USD.
 *
 * @param path what was to be done, such as {@code fine-tune gpt-4o-mini at OpenAI}
 * @param upfront what was paid before, people's time included
 * @param days from the first to the last day of the fine-tuned model's calls; empty: not told
 */
public record Saving(
    String path, Side promised, Side real, BigDecimal upfront, Optional<Integer> days) {
  private static final BigDecimal MONTH = BigDecimal.valueOf(30);

  /**
   * One side.
   *
   * @param callsPerDay of the fine-tuned model; empty: the log tells no time
   * @param tuned tokens of one of its calls, on average
   * @param tunedUsd what such a call costs
   * @param beforeUsd what a call of the model that it replaces costs
   * @param fixedMonth hosting and storage, called or not, which logs do not show
   */
  public record Side(
      Optional<BigDecimal> callsPerDay,
      PerCall tuned,
      BigDecimal tunedUsd,
      BigDecimal beforeUsd,
      BigDecimal fixedMonth) {
    /** What a call saves; below 0: it is dearer. */
    public BigDecimal savedCall() {
      return beforeUsd.subtract(tunedUsd);
    }

    /** What a month saves. */
    public Optional<BigDecimal> savedMonth() {
      return callsPerDay.map(c -> c.multiply(MONTH).multiply(savedCall()).subtract(fixedMonth));
    }

    /** Days until so much is saved, to one decimal; empty: never, or not known. */
    public Optional<BigDecimal> paybackDays(BigDecimal upfront) {
      return savedMonth()
          .filter(s -> s.signum() > 0)
          .map(s -> upfront.multiply(MONTH).divide(s, 1, RoundingMode.HALF_UP));
    }
  }

  /** Tokens of a call on average; cached ones are a part of the input. */
  public record PerCall(BigDecimal input, BigDecimal cached, BigDecimal output) {
    /** Of many calls. */
    public static PerCall of(Tokens all, long calls) {
      return new PerCall(
          each(all.input(), calls), each(all.cached(), calls), each(all.output(), calls));
    }

    private static BigDecimal each(long tokens, long calls) {
      return BigDecimal.valueOf(tokens).divide(BigDecimal.valueOf(calls), MathContext.DECIMAL128);
    }
  }

  /** The part of the promised month that is saved: 0.9 for 90 %; empty where that says nothing. */
  public Optional<BigDecimal> kept() {
    return promised
        .savedMonth()
        .filter(p -> p.signum() > 0)
        .flatMap(p -> real.savedMonth().map(r -> r.divide(p, 4, RoundingMode.HALF_UP)));
  }
}
