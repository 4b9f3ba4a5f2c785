package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaddingTest {
  static Stream<Recorded.Row> epochs() {
    return Recorded.rows("epochs.csv");
  }

  private static Batching batching(Recorded.Row row) {
    return new Batching(
        row.number("micro_batch"),
        row.number("gradient_accumulation"),
        row.number("world_size"),
        row.text("drop_last").equals("True"));
  }

  @ParameterizedTest
  @MethodSource("epochs")
  void anEpochIsThatOfTheSamplersThemselves(Recorded.Row row) {
    int[] lengths = row.lengths();
    Batching batching = batching(row);
    int[] order =
        IntStream.of(new TorchRandom(row.number("seed")).permutation(lengths.length))
            .map(i -> lengths[i])
            .toArray();
    if (row.text("sampler").equals("grouped")) {
      GroupedBatches.group(order, batching.microBatch() * batching.gradientAccumulation());
    }
    Epoch padded = Epoch.of(order, batching, new PadTo.Longest(row.number("pad_to_multiple_of")));
    assertThat(padded)
        .isEqualTo(new Epoch(row.big("padded"), row.big("real"), row.big("longest_batch")));
    Epoch free = Epoch.of(order, batching, new PadTo.Free());
    assertThat(free)
        .isEqualTo(new Epoch(row.big("real"), row.big("real"), row.big("longest_batch_unpadded")));
  }

  /** Small sets whose every order can be drawn often. */
  static Stream<Object[]> small() {
    Random random = new Random(11);
    return IntStream.range(0, 60)
        .mapToObj(i ->
            new Object[] {
              random.ints(1 + random.nextInt(12), 0, 50).toArray(),
              new Batching(
                  1 + random.nextInt(5),
                  1,
                  1 + random.nextInt(3) * random.nextInt(2),
                  random.nextInt(3) == 0),
              random.nextBoolean() ? new PadTo.Longest(1) : new PadTo.Longest(8)
            });
  }

  @ParameterizedTest
  @MethodSource("small")
  void expectedPaddingIsTheMeanOverOrders(int[] lengths, Batching batching, PadTo pad) {
    Padding expected = new RandomBatches(lengths, batching, pad).padding(0);
    TorchRandom random = new TorchRandom(5);
    int times = 20_000;
    double[] processed = new double[times];
    double[] longest = new double[times];
    double real = 0;
    for (int i = 0; i < times; i++) {
      int[] order = IntStream.of(random.permutation(lengths.length)).map(k -> lengths[k]).toArray();
      Epoch epoch = Epoch.of(order, batching, pad);
      processed[i] = epoch.processed();
      longest[i] = epoch.longestBatch();
      real += epoch.real();
      assertThat(epoch.longestBatch()).isLessThanOrEqualTo(expected.worstBatch());
    }
    assertThat(expected.processed()).isCloseTo(mean(processed), within(margin(processed)));
    assertThat(expected.longestBatch()).isCloseTo(mean(longest), within(margin(longest)));
    assertThat(expected.real()).isCloseTo(real / times, within(0.02 * (1 + expected.real())));
    assertThat(expected.processedError()).isZero();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** Five standard errors. */
  private static double margin(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return 5 * Math.sqrt(squares) / values.length + 1e-6;
  }

  @Test
  void statedErrorsCoverTheMeanOfManyEpochs() {
    int[] lengths = Recorded.drawn("lognormal", 2500);
    Batching batching = new Batching(8, 2, 1, false);
    Padding few = new GroupedBatches(lengths, batching, new PadTo.Longest(1)).padding(100);
    double[] many =
        IntStream.range(0, 1000)
            .mapToDouble(seed -> {
              int[] order =
                  IntStream.of(new TorchRandom(5000 + seed).permutation(lengths.length))
                      .map(k -> lengths[k])
                      .toArray();
              GroupedBatches.group(order, 16);
              return Epoch.of(order, batching, new PadTo.Longest(1)).processed();
            })
            .toArray();
    assertThat(few.processedError()).isGreaterThan(0);
    assertThat(few.processed()).isCloseTo(mean(many), within(4 * few.processedError()));
    assertThat(few.waste())
        .isLessThan(
            new RandomBatches(lengths, batching, new PadTo.Longest(1)).padding(1).waste() / 3);
  }

  @Test
  void groupedBatchesBeginWithTheLongest() {
    int[] lengths = Recorded.drawn("lognormal", 1000);
    int longest = Arrays.stream(lengths).max().orElseThrow();
    GroupedBatches.group(lengths, 4);
    assertThat(lengths[0]).isEqualTo(longest);
  }

  @Test
  void withoutPaddingEveryTokenIsReal() {
    int[] lengths = Recorded.drawn("uniform", 1000);
    long sum = Arrays.stream(lengths).asLongStream().sum();
    Padding free = new RandomBatches(lengths, Batching.of(7), new PadTo.Free()).padding(3);
    assertThat(free.processed()).isCloseTo(sum, within(1e-6));
    assertThat(free.waste()).isCloseTo(0, within(1e-12));
    int[] ascending = lengths.clone();
    Arrays.sort(ascending);
    assertThat(free.worstBatch()).isEqualTo(Arrays.stream(ascending, 993, 1000).sum());
    assertThat(free.longestBatch()).isLessThan(free.worstBatch());
  }

  @Test
  void rowsOfOneLengthTakeThatLength() {
    Padding fixed =
        new RandomBatches(new int[] {3, 10, 7}, Batching.of(2), new PadTo.Fixed(64)).padding(1);
    assertThat(fixed).isEqualTo(new Padding(192, 0, 20, 128, 0, 128));
  }

  @Test
  void noRowsTakeNothing() {
    Padding nothing = new Padding(0, 0, 0, 0, 0, 0);
    assertThat(new RandomBatches(new int[0], Batching.of(2), new PadTo.Longest(8)).padding(1))
        .isEqualTo(nothing);
    assertThat(
            new GroupedBatches(new int[] {5}, new Batching(2, 1, 1, true), new PadTo.Longest(8))
                .padding(1))
        .isEqualTo(nothing);
  }
}
