package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchRandomTest {
  static Stream<Recorded.Row> torch() {
    return Recorded.rows("torch.csv");
  }

  @ParameterizedTest
  @MethodSource("torch")
  void drawsWhatTorchDraws(Recorded.Row row) {
    TorchRandom random = new TorchRandom(row.big("seed"));
    int n = row.number("n");
    LongStream numbers =
        switch (row.text("function")) {
          case "random_" -> LongStream.generate(random::nextLong).limit(n);
          case "randperm" -> IntStream.of(random.permutation(n)).asLongStream();
          default ->
              IntStream.range(0, 3)
                  .flatMap(i -> Arrays.stream(random.samplerOrder(n)))
                  .asLongStream();
        };
    assertThat(Recorded.crc(numbers)).isEqualTo(row.big("crc"));
  }

  @Test
  void refusesMoreThanTorchDrawsThisWay() {
    TorchRandom random = new TorchRandom(1);
    assertThatThrownBy(() -> random.permutation(214_748_365))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.permutation(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
