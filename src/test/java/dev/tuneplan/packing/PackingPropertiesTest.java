package dev.tuneplan.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackingPropertiesTest {
  /** Lengths from 0 to beyond the row, all shapes and sizes. */
  private static int[] lengths(Random random, int row) {
    int most = 1 + random.nextInt(2 * row);
    return random.ints(random.nextInt(3000), 0, most + 1).map(n -> Math.max(n, 1)).toArray();
  }

  static Stream<Object[]> cases() {
    Stream<IntFunction<Packing>> packings =
        Stream.of(
            row -> new TrlPacking(TrlPacking.Strategy.BFD, row),
            row -> new TrlPacking(TrlPacking.Strategy.BFD_SPLIT, row, new MapBatches(70, 3)),
            row -> new TrlPacking(TrlPacking.Strategy.WRAPPED, row),
            LlamaFactoryPacking::new,
            row -> new TorchtunePacking(row, true),
            FirstFitDecreasing::new,
            Unpacked::truncating,
            Unpacked::axolotl);
    return packings.flatMap(packing ->
        IntStream.range(0, 25)
            .mapToObj(seed -> {
              Random random = new Random(seed);
              int row = 2 + random.nextInt(seed % 2 == 0 ? 50 : 9000);
              return new Object[] {packing.apply(row), lengths(random, row)};
            }));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noTokenIsLostOrDoubledAndNoRowIsTooLong(Packing packing, int[] lengths) {
    int[] before = lengths.clone();
    Rows rows = packing.rows(lengths);
    Packed packed = rows.packed();
    long tokens = Arrays.stream(lengths).asLongStream().sum();
    assertThat(packed.tokensKept() + packed.tokensDropped()).isEqualTo(tokens);
    assertThat(packed.tokensKept()).isEqualTo(Arrays.stream(rows.lengths()).asLongStream().sum());
    assertThat(packed.longest()).isLessThanOrEqualTo(packed.length());
    assertThat(packed.efficiency()).isBetween(0.0, 1.0);
    assertThat(packed.rows()).isGreaterThanOrEqualTo(fewest(packed));
    assertThat(lengths).isEqualTo(before);
  }

  private static long fewest(Packed packed) {
    return Math.ceilDiv(packed.tokensKept(), packed.length());
  }

  static Stream<Object[]> fitting() {
    return IntStream.range(0, 40)
        .mapToObj(seed -> {
          Random random = new Random(seed);
          int row = 2 + random.nextInt(3000);
          int[] lengths = IntStream.of(lengths(random, row)).map(n -> Math.min(n, row)).toArray();
          return new Object[] {row, lengths};
        });
  }

  /** The optimum is at least the tokens over the row, and at least the examples over half a row. */
  @ParameterizedTest
  @MethodSource("fitting")
  void fittingPackingsKeepTheirBounds(int row, int[] lengths) {
    long optimum =
        Math.max(
            Math.ceilDiv(Arrays.stream(lengths).asLongStream().sum(), row),
            Arrays.stream(lengths).filter(n -> 2 * n > row).count());
    MapBatches whole = new MapBatches(Math.max(1, lengths.length), 1);
    assertThat(new FirstFitDecreasing(row).pack(lengths).rows())
        .isBetween(optimum, 2 * optimum + 1);
    Multipack unlimited = new Multipack(row, Math.max(1, lengths.length), Integer.MAX_VALUE, false);
    for (Packing packing :
        new Packing[] {
          new Multipack(row, Math.max(1, lengths.length), Integer.MAX_VALUE, true),
          unlimited,
          new TorchtunePacking(row, false)
        }) {
      // any two neighbours of next fit, any two rows of first fit, hold more than one row together
      assertThat(packing.pack(lengths).rows()).isBetween(optimum, 2 * optimum + 1);
      assertThat(packing.pack(lengths).tokensDropped()).isZero();
    }
    if (lengths.length > 0) {
      assertThat(new TrlPacking(TrlPacking.Strategy.BFD, row, whole).pack(lengths).rows())
          .isBetween(optimum, 2 * optimum + 1);
    }
  }

  /** First fit by looking at each bin in turn, as axolotl's code does. */
  private static int[] plainFirstFit(int[] lengths, int capacity, int perBin) {
    int[] tokens = new int[lengths.length];
    int[] items = new int[lengths.length];
    int bins = 0;
    for (int size : lengths) {
      int bin = 0;
      while (bin < bins && (capacity - tokens[bin] < size || items[bin] >= perBin)) {
        bin++;
      }
      bins = Math.max(bins, bin + 1);
      tokens[bin] += size;
      items[bin]++;
    }
    return Arrays.copyOf(tokens, bins);
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void theTreeFindsTheBinThatLookingFinds(int row, int[] lengths) {
    for (int perBin : new int[] {1, 2, 7, 200}) {
      assertThat(
              new Multipack(row, Math.max(1, lengths.length), perBin, false)
                  .rows(lengths)
                  .lengths())
          .isEqualTo(plainFirstFit(lengths, row, perBin));
    }
  }

  @Test
  void aMillionExamplesArePacked() {
    int[] lengths = Recorded.drawn("lognormal", 1_000_000);
    assertThat(new TrlPacking(TrlPacking.Strategy.BFD, 2048).pack(lengths).efficiency())
        .isGreaterThan(0.98);
    assertThat(new Multipack(8192).pack(lengths).efficiency()).isGreaterThan(0.98);
    assertThat(new FirstFitDecreasing(2048).pack(lengths).efficiency()).isGreaterThan(0.99);
    assertThat(new LlamaFactoryPacking(2048).pack(lengths).efficiency()).isGreaterThan(0.98);
  }

  @Test
  void axolotlDropsWhatTooLongOrTooShort() {
    Packed packed = Unpacked.axolotl(10).pack(new int[] {1, 2, 10, 11, 0});
    assertThat(packed).isEqualTo(new Packed(2, 10, 12, 12, 0, 3, 10));
  }

  @Test
  void trlTruncatesWhatIsTooLong() {
    int[] lengths = {3, 30, 9};
    assertThat(Unpacked.truncating(10).pack(lengths))
        .isEqualTo(new Packed(3, 10, 22, 20, 1, 0, 10));
    assertThat(new TrlPacking(TrlPacking.Strategy.BFD, 10).pack(lengths))
        .isEqualTo(new Packed(3, 10, 22, 20, 1, 0, 10));
    assertThat(new TrlPacking(TrlPacking.Strategy.BFD_SPLIT, 10).pack(lengths))
        .isEqualTo(new Packed(5, 10, 42, 0, 0, 0, 10));
  }

  @Test
  void refusesRowsOfNothing() {
    assertThatThrownBy(() -> new TrlPacking(TrlPacking.Strategy.BFD, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max_length must be at least 1, was 0");
    assertThatThrownBy(() -> new LlamaFactoryPacking(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noExamplesMakeNoRows() {
    assertThat(new Multipack(10).pack(new int[0])).isEqualTo(new Packed(0, 10, 0, 0, 0, 0, 0));
    assertThat(new FirstFitDecreasing(10).pack(new int[0]).rows()).isZero();
    assertThat(new TorchtunePacking(10, false).pack(new int[0]).efficiency()).isEqualTo(1);
  }
}
