package dev.tuneplan.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which lengths a row may mean. */
final class LengthsTest {
  private static int[] of(Placing.Use use, Map<String, String> row) {
    return Lengths.of(c -> row.getOrDefault(c, ""), use, Optional.empty());
  }

  private static int[] memory(Map<String, String> row) {
    return of(Placing.Use.MEMORY, row);
  }

  private static int[] speed(Map<String, String> row) {
    return of(Placing.Use.SPEED, row);
  }

  @Test
  void aStatedLengthIsTheLength() {
    assertThat(memory(Map.of("seq_len", "4096", "packed_or_padded", "packed")))
        .containsExactly(4096);
  }

  @Test
  void aCapOnPaddedSamplesIsNotTheirLength() {
    Map<String, String> row = Map.of("seq_len", "4096", "packed_or_padded", "padded");
    assertThat(memory(row)).doesNotContain(4096);
    assertThat(Arrays.stream(speed(row)).max().orElseThrow()).isLessThan(1024);
  }

  @Test
  void aCapCutsTheLongest() {
    int[] lengths = memory(Map.of("seq_len", "768", "packed_or_padded", "padded"));
    assertThat(Arrays.stream(lengths).max().orElseThrow()).isEqualTo(768);
  }

  @Test
  void aCountedLengthIsTheLongest() {
    assertThat(memory(Map.of("seq_len", "1304", "packed_or_padded", "padded to the longest")))
        .containsExactly(1304);
  }

  @Test
  void bothRatesOfARowGiveTheMean() {
    Map<String, String> row =
        Map.of(
            "packed_or_padded",
            "padded",
            "num_gpus",
            "2",
            "tokens_per_s_per_gpu",
            "1000",
            "samples_per_s",
            "8");
    assertThat(speed(row)).containsExactly(250);
    assertThat(memory(row)).containsExactly(1000);
  }

  @Test
  void aStacksRecipesFillInForNothing() {
    assertThat(Lengths.of(c -> "", Placing.Use.MEMORY, Optional.of(8192))).containsExactly(8192);
  }
}
