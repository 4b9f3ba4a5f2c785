package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.packing.Packed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenStatsTest {
  private static Counted counted(int... tokens) {
    return Counted.exactly(Lengths.exact(tokens, tokens), List.of(), 0, 0, List.of());
  }

  private static TokenStats.Run run(String trainer, int sequence, boolean packed, int micro) {
    TrainerLayout layout =
        new TrainerLayout(
            trainer,
            sequence,
            packed ? Optional.of(TrainerLayout.Strategy.of(trainer)) : Optional.empty());
    return new TokenStats.Run(layout, micro, 8, 2, 0);
  }

  @Test
  void onePaddedBatchIsAsLongAsItsLongest() {
    TokenStats stats = TokenStats.of(counted(3, 10, 7, 4), run("trl", 100, false, 4));
    assertThat(stats.processed()).isCloseTo(40, within(1e-9));
    assertThat(stats.longestBatch()).isEqualTo(40);
    assertThat(stats.truncation().examples()).isZero();
  }

  @Test
  void whatIsOverTheLengthIsCutOrDroppedAsTheTrainerDoes() {
    Counted data = counted(5, 30, 8);
    TokenStats cut = TokenStats.of(data, run("trl", 20, false, 1));
    assertThat(cut.processed()).isCloseTo(33, within(1e-9));
    assertThat(cut.truncation()).isEqualTo(new TokenStats.Truncation(1, 10));
    TokenStats dropped = TokenStats.of(data, run("axolotl", 20, true, 1));
    assertThat(dropped.truncation()).isEqualTo(new TokenStats.Truncation(1, 30));
    assertThat(dropped.rows()).isEqualTo(1);
  }

  @Test
  void whatIsSplitBetweenRowsLosesNothing() {
    for (TrainerLayout.Strategy s :
        List.of(TrainerLayout.Strategy.WRAPPED, TrainerLayout.Strategy.BFD_SPLIT)) {
      TrainerLayout layout = new TrainerLayout("trl", 20, Optional.of(s));
      TokenStats stats = TokenStats.of(counted(5, 30, 50), new TokenStats.Run(layout, 1, 8, 1, 0));
      assertThat(stats.truncation()).isEqualTo(new TokenStats.Truncation(0, 0));
      assertThat(stats.processed()).isCloseTo(85, within(1e-9));
    }
  }

  @Test
  void stepsAreThoseOfRowsInTheGlobalBatch() {
    int[] nineteen = new int[19];
    Arrays.fill(nineteen, 10);
    TokenStats stats = TokenStats.of(counted(nineteen), run("trl", 20, false, 2));
    // ten batches of two, four of which are a step
    assertThat(stats.steps().perEpoch()).isEqualTo(3);
    assertThat(stats.steps().total()).isEqualTo(6);
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 60).boxed();
  }

  private static int[] lengths(int seed) {
    Random random = new Random(seed);
    return IntStream.range(0, 1 + random.nextInt(3000))
        .map(i -> 2 + (int) Math.exp(random.nextDouble(1, 8)))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void processedTokensAreTheDatasLessWhatIsCutPlusWhatIsPadded(int seed) {
    int[] tokens = lengths(seed);
    long real = Arrays.stream(tokens).asLongStream().sum();
    int sequence = 64 << seed % 6;
    for (String trainer : List.of("trl", "axolotl", "llamafactory", "torchtune")) {
      for (boolean packed : new boolean[] {false, true}) {
        TokenStats.Run run = run(trainer, sequence, packed, 1 + seed % 4);
        TokenStats stats = TokenStats.of(counted(tokens), run);
        double kept = real - stats.truncation().tokens();
        assertThat(stats.processed()).as(trainer + packed).isGreaterThanOrEqualTo(kept - 1e-6);
        assertThat(stats.longestBatch() * Math.ceil(stats.rows() / run.microBatch()))
            .isGreaterThanOrEqualTo(stats.processed() - 1e-6);
        if (!packed) {
          assertThat(stats.rows()).isLessThanOrEqualTo(tokens.length);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWayOfFillingRowsKeepsOrLosesEachToken(int seed) {
    int[] tokens = lengths(seed);
    long real = Arrays.stream(tokens).asLongStream().sum();
    int sequence = 64 << seed % 6;
    for (String trainer : List.of("trl", "axolotl", "llamafactory", "torchtune")) {
      LayoutComparison compared =
          LayoutComparison.of(counted(tokens), run(trainer, sequence, true, 1));
      compared
          .packings()
          .forEach((name, p) -> {
            assertThat(p.tokensKept() + p.tokensDropped()).as(trainer + " " + name).isEqualTo(real);
            assertThat(p.rows() * (long) sequence).as(name).isGreaterThanOrEqualTo(p.tokensKept());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSampleOfOnesIsTheDataItself(int seed) {
    int[] tokens = lengths(seed);
    double[] ones = new double[tokens.length];
    Arrays.fill(ones, 1);
    Total total = Total.exactly(Arrays.stream(tokens).sum());
    Counted sampled =
        new Counted(
            Lengths.sampled(tokens, tokens, ones), total, total, 0, List.of(), 0, 0, List.of());
    TokenStats.Run run = run("trl", 512, false, 4);
    assertThat(TokenStats.of(sampled, run).processed())
        .isCloseTo(TokenStats.of(counted(tokens), run).processed(), within(1e-3));
  }

  @Test
  void packingOfASampleIsScaledToTheData() {
    int[] tokens = new int[500];
    Arrays.fill(tokens, 100);
    double[] hundreds = new double[500];
    Arrays.fill(hundreds, 100);
    Total total = Total.exactly(5_000_000);
    Counted sampled =
        new Counted(
            Lengths.sampled(tokens, tokens, hundreds), total, total, 0, List.of(), 0, 0, List.of());
    Packed packed = LayoutComparison.of(sampled, run("trl", 1000, true, 1)).packings().get("bfd");
    assertThat(packed.rows()).isEqualTo(5000);
    assertThat(packed.tokensKept()).isEqualTo(5_000_000);
  }
}
