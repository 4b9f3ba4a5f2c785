package dev.tuneplan.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void theSameAmountIsEqualHoweverItIsWritten() {
    assertThat(Money.of("1.50")).isEqualTo(Money.of("1.5")).hasToString("1.5");
    assertThat(Money.of("1.50").compareTo(Money.of("1.49"))).isPositive();
  }

  @Test
  void sumsLoseNothing() {
    Money tenth = Money.of("0.1");
    assertThat(Money.sum(List.of(tenth, tenth, tenth))).isEqualTo(Money.of("0.3"));
    assertThat(tenth.minus(tenth).zero()).isTrue();
  }

  @Test
  void digitsBeyondTheTwelfthAreRoundedHalfToEven() {
    assertThat(Money.of("0.0000000000005")).isEqualTo(Money.ZERO);
    assertThat(Money.of("0.0000000000015")).isEqualTo(Money.of("0.000000000002"));
  }
}
