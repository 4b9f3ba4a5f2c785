package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumpyRandomTest {
  static Stream<Recorded.Row> numpy() {
    return Recorded.rows("numpy.csv");
  }

  @ParameterizedTest
  @MethodSource("numpy")
  void ordersAsNumpyDoes(Recorded.Row row) {
    int[] order = new NumpyRandom(row.big("seed")).permutation(row.number("n"));
    assertThat(order[0]).isEqualTo(row.number("first"));
    assertThat(Recorded.crc(IntStream.of(order))).isEqualTo(row.big("crc"));
  }

  @Test
  void refusesSeedsThatNumpyRefuses() {
    assertThatThrownBy(() -> new NumpyRandom(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed must be at least 0");
  }
}
