package dev.tuneplan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SavingTest {
  private static final BigDecimal UPFRONT = new BigDecimal("30");

  private static Saving.Side side(String calls, String tuned, String before, String fixed) {
    return new Saving.Side(
        Optional.of(calls).filter(c -> !c.isEmpty()).map(BigDecimal::new),
        Saving.PerCall.of(new Tokens(200, 0, 0, 0), 1),
        new BigDecimal(tuned),
        new BigDecimal(before),
        new BigDecimal(fixed));
  }

  private static Saving saving(Saving.Side real) {
    return new Saving(
        "fine-tune gpt-4o-mini",
        side("50000", "0.00006", "0.0005", "0"),
        real,
        UPFRONT,
        Optional.of(3));
  }

  @Test
  void isTheCaseOfTheDearModelToTheCent() {
    Saving.Side promised = saving(side("1", "0", "0", "0")).promised();
    assertThat(promised.savedMonth())
        .hasValueSatisfying(m -> assertThat(m).isEqualByComparingTo("660"));
    assertThat(promised.paybackDays(UPFRONT)).contains(new BigDecimal("1.4"));
  }

  @Test
  void isShownAsAPartOfWhatWasPromised() {
    assertThat(saving(side("25000", "0.00006", "0.0005", "0")).kept())
        .contains(new BigDecimal("0.5000"));
    assertThat(saving(side("50000", "0.00006", "0.0005", "330")).kept())
        .as("hosting eats half of it")
        .contains(new BigDecimal("0.5000"));
  }

  @Test
  void neverPaysBackWhereACallIsDearer() {
    Saving.Side dear = side("50000", "0.0006", "0.0005", "0");
    assertThat(dear.paybackDays(UPFRONT)).isEmpty();
    assertThat(saving(dear).kept()).hasValueSatisfying(k -> assertThat(k).isNegative());
  }

  @Test
  void isNotKnownWithoutTime() {
    Saving.Side undated = side("", "0.00006", "0.0005", "0");
    assertThat(undated.savedMonth()).isEmpty();
    assertThat(saving(undated).kept()).isEmpty();
  }
}
