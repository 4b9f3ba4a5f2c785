package dev.tuneplan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Money;
import dev.tuneplan.usage.CostReport.By;
import dev.tuneplan.usage.CostReport.Part;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CostReportTest {
  /** USD for each 1M tokens. */
  private record Price(String input, String cached, String output, boolean inBatches)
      implements Rate.Price {
    @Override
    public Money standard(Tokens t) {
      return new Money(
          of(t.input() - t.cached(), input)
              .add(of(t.cached(), cached))
              .add(of(t.output(), output)));
    }

    @Override
    public Optional<Money> batch(Tokens t) {
      return inBatches
          ? Optional.of(
              new Money(of(t.input(), input).add(of(t.output(), output)).movePointLeft(1)))
          : Optional.empty();
    }

    private static BigDecimal of(long tokens, String rate) {
      return new BigDecimal(rate).multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    @Override
    public boolean cachedRate() {
      return !cached.equals(input);
    }
  }

  private static final Rate.Book BOOK =
      (provider, model) ->
          switch (model) {
            case "ft:small" ->
                new Rate.Known(
                    true,
                    Optional.of("small"),
                    "p ft:small",
                    "",
                    new Price("0.3", "0.15", "1.2", true));
            case "large" ->
                new Rate.Known(
                    false,
                    Optional.of("large"),
                    "p large",
                    "",
                    new Price("2.5", "2.5", "10", false));
            default -> new Rate.Unknown(model.startsWith("ft:"), Optional.empty(), "is not known");
          };

  private static Calls calls(long input, long cached, long output) {
    return new Calls(1, new Tokens(input, cached, output, 0), BigDecimal.ZERO, 0);
  }

  private static CallKey key(String model, String tier, int day) {
    return new CallKey("", model, tier, day);
  }

  @Test
  void billsCachedTokensAtTheirRateAndOnce() {
    CostReport report =
        CostReport.of(
            Map.of(key("ft:small", CallKey.STANDARD, 1), calls(4_000_000, 1_000_000, 250_000)),
            By.ALL,
            Map.of(),
            BOOK);
    // 3M x 0.30 + 1M x 0.15 + 0.25M x 1.20
    assertThat(report.models().getFirst().usd()).contains(Money.of("1.35"));
  }

  @Test
  void listsWhatHasNoPriceAndAddsItToNoSum() {
    CostReport report =
        CostReport.of(
            Map.of(
                key("ft:other", CallKey.STANDARD, 1), calls(5, 0, 5),
                key("large", CallKey.BATCH, 1), calls(7, 0, 7),
                key("large", "priority", 1), calls(8, 0, 8),
                key("large", CallKey.STANDARD, 1),
                    new Calls(1, new Tokens(9, 0, 9, 3), BigDecimal.ZERO, 0),
                key("", CallKey.STANDARD, 1), calls(6, 0, 6)),
            By.ALL,
            Map.of(),
            BOOK);
    assertThat(report.models())
        .allSatisfy(m -> {
          assertThat(m.usd()).isEmpty();
          assertThat(m.cost()).isInstanceOf(ModelCost.Cost.Unpriced.class);
        });
    assertThat(report.sums().get(Part.UNPRICED).tokens().input()).isEqualTo(35);
    assertThat(report.sums().get(Part.FINE_TUNED)).isEqualTo(Sum.NONE);
    assertThat(report.sums().get(Part.BASE)).isEqualTo(Sum.NONE);
  }

  @Test
  void looksBehindNamesOfDeployments() {
    Map<CallKey, Calls> some = Map.of(key("azure/support", CallKey.STANDARD, 1), calls(1, 0, 0));
    for (String name : List.of("support", "azure/support")) {
      CostReport report = CostReport.of(some, By.ALL, Map.of(name, "ft:small"), BOOK);
      assertThat(report.models().getFirst().model()).isEqualTo("azure/support");
      assertThat(report.models().getFirst().base()).contains("small");
      assertThat(report.models().getFirst().fineTuned()).isTrue();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  /** Whatever the calls are put together by, the sums are the same, and add up call by call. */
  @ParameterizedTest
  @MethodSource("seeds")
  void addsUpToTheLastDigitHoweverCallsAreGrouped(long seed) {
    Random random = new Random(seed);
    Map<CallKey, Calls> all = new HashMap<>();
    Map<Part, Money> expected = new HashMap<>();
    Price small = new Price("0.3", "0.15", "1.2", true);
    Price large = new Price("2.5", "2.5", "10", false);
    for (int i = 0; i < 300; i++) {
      long input = random.nextInt(100_000);
      long cached = random.nextInt((int) input + 1);
      Tokens tokens = new Tokens(input, cached, random.nextInt(10_000), 0);
      boolean tuned = random.nextBoolean();
      boolean batch = tuned && random.nextBoolean();
      int day = random.nextInt(5) == 0 ? CallKey.NO_DAY : 20_000 + random.nextInt(70);
      all.merge(
          key(tuned ? "ft:small" : "large", batch ? CallKey.BATCH : CallKey.STANDARD, day),
          new Calls(1, tokens, BigDecimal.ZERO, 0),
          Calls::plus);
      Money cost =
          tuned
              ? batch ? small.batch(tokens).orElseThrow() : small.standard(tokens)
              : large.standard(tokens);
      expected.merge(tuned ? Part.FINE_TUNED : Part.BASE, cost, Money::plus);
    }
    for (By by : By.values()) {
      CostReport report = CostReport.of(all, by, Map.of(), BOOK);
      assertThat(report.sums().get(Part.FINE_TUNED).usd()).isEqualTo(expected.get(Part.FINE_TUNED));
      assertThat(report.sums().get(Part.BASE).usd()).isEqualTo(expected.get(Part.BASE));
      Money together =
          Money.sum(
              report.periods().values().stream()
                  .flatMap(s -> s.values().stream())
                  .map(Sum::usd)
                  .toList());
      assertThat(together).isEqualTo(expected.get(Part.BASE).plus(expected.get(Part.FINE_TUNED)));
    }
  }

  @Test
  void readsLineItemsOfBills() {
    Bill tuned = new Bill("priority | ft-gpt-4o-2024-08-06, cached input", 1, Money.ZERO);
    assertThat(tuned.model()).isEqualTo("ft-gpt-4o-2024-08-06");
    assertThat(tuned.fineTuned()).isTrue();
    Bill audio = new Bill("gpt-audio-mini-2025-12-15 audio, input", 1, Money.ZERO);
    assertThat(audio.model()).isEqualTo("gpt-audio-mini-2025-12-15");
    assertThat(audio.fineTuned()).isFalse();
    assertThat(new Bill("web search tool calls", 1, Money.ZERO).model()).isEmpty();
  }
}
