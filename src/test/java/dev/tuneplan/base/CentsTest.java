package dev.tuneplan.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CentsTest {
  @Test
  void thirdsOfADollarAddUpToIt() {
    Money third = Money.of("0.333333333333");
    assertThat(Cents.of(List.of(third, third, Money.of("0.333333333334"))))
        .containsExactly(cents("0.33"), cents("0.33"), cents("0.34"));
  }

  @Test
  void amountsBelowNothingAreRoundedLikeOthers() {
    assertThat(Cents.of(List.of(Money.of("-0.608"), Money.of("1.004"), Money.of("0.204"))))
        .containsExactly(cents("-0.61"), cents("1.01"), cents("0.20"));
  }

  @Test
  void aTotalThatWasRoundedElsewhereIsReached() {
    // 5.304 and 7.357 are shown as 5.30 and 7.36, 2.06 apart; what lies between them is 2.053
    assertThat(Cents.of(List.of(Money.of("1"), Money.of("1.053")), cents("2.06")))
        .containsExactly(cents("1.00"), cents("1.06"));
  }

  @Test
  void nothingCannotAddUpToSomething() {
    assertThat(Cents.of(List.of(), cents("0.00"))).isEmpty();
    assertThatThrownBy(() -> Cents.of(List.of(), cents("0.01")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsAddUpAndNoneMovesByACent() {
    Random random = new Random(7);
    for (int run = 0; run < 10_000; run++) {
      List<Money> parts = new ArrayList<>();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        parts.add(new Money(BigDecimal.valueOf(random.nextLong(-900_000_000L, 900_000_000L), 7)));
      }
      List<BigDecimal> shown = Cents.of(parts);
      BigDecimal sum = shown.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).isEqualByComparingTo(Cents.of(Money.sum(parts)));
      for (int i = 0; i < parts.size(); i++) {
        assertThat(shown.get(i).subtract(parts.get(i).amount()).abs())
            .isLessThan(new BigDecimal("0.01"));
      }
    }
  }

  private static BigDecimal cents(String text) {
    return new BigDecimal(text);
  }
}
