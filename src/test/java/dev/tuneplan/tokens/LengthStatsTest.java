package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LengthStatsTest {
  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Lengths of all shapes: few or many, alike or spread, with empty ones. */
  static int[] lengths(Random random) {
    int n = random.nextInt(1, 400);
    int kind = random.nextInt(4);
    return random
        .ints(n, 0, Integer.MAX_VALUE)
        .map(x ->
            switch (kind) {
              case 0 -> x % 5;
              case 1 -> 100 + x % 3;
              case 2 -> (int) Math.exp(random.nextGaussian() + 5);
              default -> x % 200_000;
            })
        .toArray();
  }

  private static Lengths exact(int... tokens) {
    return Lengths.exact(tokens, tokens);
  }

  private static Lengths weighted(int[] tokens, int[] times) {
    return Lengths.sampled(tokens, tokens, Arrays.stream(times).mapToDouble(i -> i).toArray());
  }

  /** The shortest length that at least {@code percent} of a hundred do not exceed. */
  private static int nearestRank(int[] lengths, int percent) {
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    for (int candidate : sorted) {
      long within = Arrays.stream(sorted).filter(l -> l <= candidate).count();
      if (100 * within >= (long) percent * sorted.length) {
        return candidate;
      }
    }
    throw new AssertionError("the longest is within");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void percentilesAreNearestRanks(int seed) {
    int[] lengths = lengths(new Random(seed));
    LengthStats stats = LengthStats.of(exact(lengths));
    assertThat(stats.p50()).isEqualTo(nearestRank(lengths, 50));
    assertThat(stats.p90()).isEqualTo(nearestRank(lengths, 90));
    assertThat(stats.p99()).isEqualTo(nearestRank(lengths, 99));
    assertThat(stats.max()).isEqualTo(nearestRank(lengths, 100));
    assertThat(stats.mean())
        .isCloseTo(Arrays.stream(lengths).average().orElseThrow(), within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anExampleOfAWeightCountsAsThatManyExamples(int seed) {
    Random random = new Random(seed);
    int[] lengths = lengths(random);
    int[] times = random.ints(lengths.length, 1, 6).toArray();
    int[] repeated =
        IntStream.range(0, lengths.length)
            .flatMap(i -> IntStream.generate(() -> lengths[i]).limit(times[i]))
            .toArray();
    LengthStats whole = LengthStats.of(exact(repeated));
    LengthStats sample = LengthStats.of(weighted(lengths, times));
    assertThat(sample.examples()).isEqualTo(whole.examples());
    assertThat(sample.mean()).isCloseTo(whole.mean(), within(1e-6));
    assertThat(List.of(sample.p50(), sample.p90(), sample.p99(), sample.max()))
        .isEqualTo(List.of(whole.p50(), whole.p90(), whole.p99(), whole.max()));
    assertThat(sample.histogram()).isEqualTo(whole.histogram());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void binsFollowEachOtherAndHoldEveryExample(int seed) {
    int[] lengths = lengths(new Random(seed));
    List<LengthStats.Bin> bins = LengthStats.of(exact(lengths)).histogram();
    assertThat(bins).hasSizeBetween(1, 14);
    assertThat(bins.getFirst().from()).isZero();
    for (int i = 0; i < bins.size(); i++) {
      LengthStats.Bin bin = bins.get(i);
      assertThat(bin.to()).isGreaterThan(bin.from());
      assertThat(bin.examples())
          .as("%d to %d", bin.from(), bin.to())
          .isEqualTo(Arrays.stream(lengths).filter(l -> l >= bin.from() && l < bin.to()).count());
      if (i > 0) {
        assertThat(bin.from()).isEqualTo(bins.get(i - 1).to());
      }
    }
    assertThat(bins.getLast().to()).isGreaterThan(Arrays.stream(lengths).max().orElseThrow());
    assertThat(bins.stream().mapToDouble(LengthStats.Bin::examples).sum())
        .isEqualTo(lengths.length);
  }

  @Test
  void noExamplesHaveNoLengths() {
    LengthStats none = LengthStats.of(exact());
    assertThat(none).isEqualTo(new LengthStats(0, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void oneVeryLongExampleDoesNotSquashTheHistogram() {
    int[] lengths = new int[1000];
    Arrays.setAll(lengths, i -> 1 + i % 100);
    lengths[0] = 1_000_000;
    List<LengthStats.Bin> bins = LengthStats.of(exact(lengths)).histogram();
    assertThat(bins.getLast()).isEqualTo(new LengthStats.Bin(130, 1_000_001, 1));
    assertThat(bins.getFirst().to()).isEqualTo(10);
  }

  @Test
  void whatIsAddedMakesEveryExampleLongerAndLeavesWeights() {
    Lengths sampled = weighted(new int[] {1, 5}, new int[] {10, 2});
    Lengths plus = sampled.plus(2);
    assertThat(plus.all()).containsExactly(3, 7);
    assertThat(plus.weight(0)).isEqualTo(10);
    assertThat(plus.examples()).isEqualTo(12);
    assertThat(sampled.plus(0)).isSameAs(sampled);
  }

  @Test
  void lengthsOfDifferentNumbersAreRefused() {
    assertThatThrownBy(() -> Lengths.exact(new int[2], new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Lengths.sampled(new int[2], new int[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBuilderGrowsAsFarAsItMust() {
    Lengths.Builder builder = new Lengths.Builder();
    for (int i = 0; i < 5000; i++) {
      builder.add(new ExampleTokens.Counted(i, i / 2));
    }
    Lengths built = builder.build();
    assertThat(built.counted()).isEqualTo(5000);
    assertThat(built.tokens(4999)).isEqualTo(4999);
    assertThat(built.loss(4999)).isEqualTo(2499);
    assertThat(built.exact()).isTrue();
  }
}
