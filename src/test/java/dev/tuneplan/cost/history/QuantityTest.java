package dev.tuneplan.cost.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "100m, 0.1",
    "32, 32",
    "1.5, 1.5",
    ".5, 0.5",
    "1e3, 1000",
    "2E, 2000000000000000000",
    "1Ei, 1152921504606846976",
    "24581700Ki, 25171660800",
    "256Gi, 274877906944",
    "4k, 4000",
    "7n, 0.000000007",
    "12E2, 1200",
  })
  void readsAsTheApiMachineryDoes(String text, String value) {
    assertThat(Quantity.of(text)).isPresent();
    assertThat(Quantity.of(text).orElseThrow()).isEqualByComparingTo(new BigDecimal(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Gi", "1KB", "one", "1 Gi", "1e999999999", "--1"})
  void whatIsNoneIsNone(String text) {
    assertThat(Quantity.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"256Gi, 256", "512Mi, 0.5", "1073741824, 1"})
  void bytesBecomeGib(String text, String gib) {
    assertThat(Quantity.gib(text).orElseThrow()).isEqualByComparingTo(new BigDecimal(gib));
  }
}
