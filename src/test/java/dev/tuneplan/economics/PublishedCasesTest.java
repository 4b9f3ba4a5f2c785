package dev.tuneplan.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.base.Place;
import dev.tuneplan.managed.Counting;
import dev.tuneplan.managed.ModelOffer;
import dev.tuneplan.managed.Provider;
import dev.tuneplan.managed.ProviderBook;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases published in June 2026, to the cent, from the shipped rates. */
class PublishedCasesTest {
  private static final Provider OPENAI =
      ProviderBook.read(List.of(Path.of("provider-prices")))
          .find("openai", Place.of("command line"));
  private static final ModelOffer MINI = OPENAI.offer("gpt-4o-mini").orElseThrow();
  private static final ModelOffer FULL = OPENAI.offer("gpt-4o").orElseThrow();

  private static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }

  private static Bill.Tokens bill(TokenRates rates, TokenCount call) {
    return new Bill.Tokens(rates, call, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private static BreakEven of(
      TokenRates before, TokenRates after, Traffic traffic, String training, String hours) {
    return new BreakEven(
        bill(before, traffic.before()),
        bill(after, traffic.after()),
        new Upfront(usd(training), usd(hours), usd("100")),
        traffic);
  }

  private static Traffic traffic(String calls, int before, int after) {
    return new Traffic(
        usd(calls), TokenCount.of(before, 0, 0), TokenCount.of(after, 0, 0), BigDecimal.ZERO);
  }

  private static BreakEven replaced(String hours) {
    return of(
        FULL.base().orElseThrow(),
        MINI.tuned().orElseThrow(),
        traffic("50000", 200, 200),
        "30",
        hours);
  }

  @Test
  void oneExperimentCostsFourDollarsFifty() {
    TrainingBill bill =
        TrainingBill.of(
            OPENAI.counting(),
            MINI.training(),
            new Counting.Job(1000 * 500, 1000, 0, 0, 3, false, 2048));
    assertThat(bill.tokens()).isEqualByComparingTo("1500000");
    assertThat(bill.usd().map(Cents::of)).hasValue(usd("4.50"));
  }

  @Test
  void fourExperimentsCostThirtyDollarsFifty() {
    List<Money> all =
        List.of(Money.of("4.50"), Money.of("8.00"), Money.of("6.00"), Money.of("12.00"));
    assertThat(Cents.of(Money.sum(all))).isEqualTo(usd("30.50"));
  }

  @Test
  void replacingADearModelSavesSixHundredAndSixtyAMonth() {
    BreakEven b = replaced("0");
    assertThat(b.keep().day(usd("50000"))).isEqualByComparingTo("25.00");
    assertThat(b.path().day(usd("50000"))).isEqualByComparingTo("3.00");
    assertThat(Cents.of(b.keepMonth())).isEqualTo(usd("750.00"));
    assertThat(Cents.of(b.pathMonth())).isEqualTo(usd("90.00"));
    assertThat(Cents.of(b.savedMonth())).isEqualTo(usd("660.00"));
    assertThat(b.savedMonth().amount().divide(b.keepMonth().amount(), 2, RoundingMode.HALF_UP))
        .isEqualTo(usd("0.88"));
  }

  @Test
  void thePublishedPaybackUnderADayIsWrong() {
    assertThat(days(replaced("0"))).as("30 of training against 22 a day").isEqualTo("1.4");
    assertThat(Math.round(Double.parseDouble(days(replaced("20"))))).isEqualTo(92);
    assertThat(Math.round(Double.parseDouble(days(replaced("50"))))).isEqualTo(229);
    assertThat(replaced("0").paybackDay(BreakEven.LONGEST_MONTHS)).hasValue(2);
    assertThat(replaced("20").paybackDay(BreakEven.LONGEST_MONTHS)).hasValue(93);
    assertThat(replaced("50").paybackDay(BreakEven.LONGEST_MONTHS)).hasValue(229);
  }

  private static String days(BreakEven b) {
    return b.paybackDays(BreakEven.LONGEST_MONTHS)
        .orElseThrow()
        .setScale(1, RoundingMode.HALF_UP)
        .toString();
  }

  @Test
  void shorteningThePromptSavesNinetyNineAMonth() {
    BreakEven b =
        of(
            MINI.base().orElseThrow(),
            MINI.tuned().orElseThrow(),
            traffic("20000", 2500, 700),
            "30",
            "0");
    assertThat(b.keep().day(usd("20000"))).isEqualByComparingTo("7.50");
    assertThat(b.path().day(usd("20000"))).isEqualByComparingTo("4.20");
    assertThat(Cents.of(b.keepMonth())).isEqualTo(usd("225.00"));
    assertThat(Cents.of(b.pathMonth())).isEqualTo(usd("126.00"));
    assertThat(Cents.of(b.savedMonth())).isEqualTo(usd("99.00"));
  }

  @Test
  void tuningTheSameModelDoublesInferenceAndNeverPays() {
    BreakEven b =
        of(
            MINI.base().orElseThrow(),
            MINI.tuned().orElseThrow(),
            traffic("50000", 200, 200),
            "4.50",
            "20");
    assertThat(b.pathMonth().amount())
        .isEqualByComparingTo(b.keepMonth().amount().multiply(BigDecimal.TWO));
    assertThat(b.paybackDays(BreakEven.LONGEST_MONTHS)).isEmpty();
    assertThat(b.paybackDay(BreakEven.LONGEST_MONTHS)).isEmpty();
    assertThat(b.breakEvenCalls(12)).isEmpty();
  }

  /**
   * "About 500,000 calls a month" came without token counts, prices or horizon: it depends on all
   * of them, and on output tokens, which it left out.
   */
  @Test
  void thePublishedBreakEvenOfHalfAMillionCallsHoldsOnlyByChance() {
    assertThat(calls("0", 200, 0, 1)).as("a month, training alone").isEqualTo(68_182);
    assertThat(calls("20", 200, 0, 12)).as("a year, 20 hours").isEqualTo(384_470);
    assertThat(calls("35", 200, 0, 12)).as("a year, 35 hours").isEqualTo(668_561);
    assertThat(calls("50", 200, 0, 12)).as("a year, 50 hours").isEqualTo(952_652);
    assertThat(calls("35", 200, 100, 12)).as("with 100 tokens back").isEqualTo(222_854);
    assertThat(calls("35", 200, 0, 3)).as("a quarter").isEqualTo(2_674_243);
  }

  private static long calls(String hours, int in, int out, int months) {
    Traffic t =
        new Traffic(
            BigDecimal.ONE, TokenCount.of(in, 0, out), TokenCount.of(in, 0, out), BigDecimal.ZERO);
    return of(FULL.base().orElseThrow(), MINI.tuned().orElseThrow(), t, "30", hours)
        .breakEvenCalls(months)
        .orElseThrow()
        .longValueExact();
  }
}
