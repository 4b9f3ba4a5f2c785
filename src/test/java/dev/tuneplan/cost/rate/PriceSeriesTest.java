package dev.tuneplan.cost.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceSeriesTest {
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");

  private static PriceSeries.Point point(long minutes, String price) {
    return new PriceSeries.Point(NINE.plusSeconds(60 * minutes), new BigDecimal(price));
  }

  @Test
  void pricesThatChangeAreIntegrated() {
    PriceSeries series =
        new PriceSeries(List.of(point(60, "3.00"), point(0, "1.20"), point(30, "2.40")));
    // half an hour at 1.20, half an hour at 2.40, a quarter of an hour at 3.00
    assertThat(series.priceSeconds(NINE, NINE.plusSeconds(75 * 60)))
        .isEqualByComparingTo(new BigDecimal(3600).multiply(new BigDecimal("2.55")));
    assertThat(series.at(NINE.plusSeconds(30 * 60))).isEqualByComparingTo("2.40");
  }

  @Test
  void theFirstPriceCountsBeforeItAndTheLastAfterIt() {
    PriceSeries series = new PriceSeries(List.of(point(0, "1"), point(60, "2")));
    assertThat(series.priceSeconds(NINE.minusSeconds(3600), NINE)).isEqualByComparingTo("3600");
    assertThat(series.priceSeconds(NINE.plusSeconds(7200), NINE.plusSeconds(10800)))
        .isEqualByComparingTo("7200");
    assertThat(series.at(NINE.minusSeconds(1))).isEqualByComparingTo("1");
  }

  @Test
  void aSeriesHasAPriceAndNoneIsBelowNothing() {
    assertThatThrownBy(() -> new PriceSeries(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> point(0, "-0.01")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCostOfPartsIsExactlyThatOfTheWhole() {
    PriceSeries series =
        new PriceSeries(List.of(point(0, "1.21"), point(7, "1.3399"), point(31, "0.777")));
    Metered meter = new Metered(NINE, series, BigDecimal.ONE, BigDecimal.valueOf(3));
    Random random = new Random(3);
    Instant end = NINE.plusSeconds(3600);
    Money sum = Money.ZERO;
    Instant at = NINE;
    while (at.isBefore(end)) {
      Instant next = at.plusNanos(random.nextLong(1, 90_000_000_000L));
      next = next.isAfter(end) ? end : next;
      sum = sum.plus(meter.between(at, next));
      at = next;
    }
    assertThat(sum).isEqualTo(meter.at(end));
    // (7 x 1.21 + 24 x 1.3399 + 29 x 0.777) / 60 / 3
    assertThat(sum).isEqualTo(Money.of("0.350892222222"));
    assertThat(meter.at(NINE.minusSeconds(5))).isEqualTo(Money.ZERO);
  }
}
