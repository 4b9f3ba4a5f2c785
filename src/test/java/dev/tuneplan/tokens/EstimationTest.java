package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstimationTest {
  /** A made-up data set: sizes that are known and tokens that are counted. */
  private record Made(long[] sizes, int[] tokens, int[] loss) {
    static Made of(Random random, int examples, double noise) {
      long[] sizes = new long[examples];
      int[] tokens = new int[examples];
      int[] loss = new int[examples];
      double rate = 0.8 + 0.4 * random.nextDouble();
      for (int i = 0; i < examples; i++) {
        double length = Math.exp(4.5 + random.nextGaussian());
        sizes[i] = Math.max(0, Math.round(16 * length));
        tokens[i] = (int) Math.round(length * rate * Math.exp(noise * random.nextGaussian()));
        loss[i] = (int) (tokens[i] * random.nextDouble());
      }
      return new Made(sizes, tokens, loss);
    }

    List<Stratum> strata() {
      StrataBuilder strata = new StrataBuilder();
      for (int i = 0; i < sizes.length; i++) {
        strata.add(new Stratum.Drawn(0, i + 1, i, sizes[i]));
      }
      return strata.build();
    }

    List<Estimation.Part> counted(List<Stratum> strata, int[] counts) {
      List<Estimation.Part> parts = new ArrayList<>();
      for (int s = 0; s < counts.length; s++) {
        List<Stratum.Drawn> drawn = strata.get(s).drawn().subList(0, counts[s]);
        int[] rows = drawn.stream().mapToInt(d -> (int) d.row() - 1).toArray();
        parts.add(
            new Estimation.Part(
                strata.get(s),
                IntStream.of(rows).mapToLong(r -> sizes[r]).toArray(),
                IntStream.of(rows).map(r -> tokens[r]).toArray(),
                IntStream.of(rows).map(r -> loss[r]).toArray()));
      }
      return parts;
    }

    double all() {
      return IntStream.of(tokens).asLongStream().sum();
    }

    double allLoss() {
      return IntStream.of(loss).asLongStream().sum();
    }
  }

  private static final int POPULATIONS = 400;

  @ParameterizedTest(name = "tokens vary by {0}")
  @ValueSource(doubles = {0.05, 0.2, 0.6})
  void intervalsHoldTheTruthAsOftenAsTheySayAndTotalsAreUnbiased(double noise) {
    int held = 0;
    int lossHeld = 0;
    double bias = 0;
    double squares = 0;
    for (int seed = 0; seed < POPULATIONS; seed++) {
      Made made = Made.of(new Random(seed), 3000, noise);
      List<Stratum> strata = made.strata();
      List<Estimation.Part> parts = made.counted(strata, Allocation.of(strata, 16 * 40_000L));
      Total total = Estimation.tokens(parts);
      Total loss = Estimation.loss(parts);
      assertThat(total.relative()).isPositive();
      held += total.low() <= made.all() && made.all() <= total.high() ? 1 : 0;
      lossHeld += loss.low() <= made.allLoss() && made.allLoss() <= loss.high() ? 1 : 0;
      double off = total.tokens() / made.all() - 1;
      bias += off / POPULATIONS;
      squares += off * off / POPULATIONS;
    }
    assertThat((double) held / POPULATIONS).isBetween(0.90, 0.99);
    assertThat((double) lossHeld / POPULATIONS).isBetween(0.90, 0.99);
    // the mean of as many estimates is as much nearer to the truth
    assertThat(bias).isCloseTo(0, within(4 * Math.sqrt(squares / POPULATIONS)));
  }

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasCountedWholeIsExact(int seed) {
    Made made = Made.of(new Random(seed), 1000, 0.3);
    List<Stratum> strata = made.strata();
    List<Estimation.Part> parts =
        made.counted(strata, strata.stream().mapToInt(s -> s.drawn().size()).toArray());
    Total total = Estimation.tokens(parts);
    assertThat(total.tokens()).isCloseTo(made.all(), within(1e-6 * made.all()));
    assertThat(total.relative()).isZero();
    assertThat(Estimation.loss(parts).tokens())
        .isCloseTo(made.allLoss(), within(1e-6 * made.all()));
    Lengths lengths = Estimation.lengths(parts);
    assertThat(lengths.counted()).isEqualTo(1000);
    assertThat(lengths.weight(17)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void weightsSumToTheExamples(int seed) {
    Made made = Made.of(new Random(seed), 5000, 0.3);
    List<Stratum> strata = made.strata();
    Lengths lengths = Estimation.lengths(made.counted(strata, Allocation.of(strata, 16 * 20_000L)));
    assertThat(lengths.counted()).isLessThan(2500);
    assertThat(lengths.examples()).isCloseTo(5000, within(1e-6));
  }

  @Test
  void emptyExamplesCountByTheirMean() {
    Stratum stratum = new Stratum(10, 0, List.of(new Stratum.Drawn(0, 1, 0, 0)));
    Estimation.Part part =
        new Estimation.Part(stratum, new long[] {0, 0}, new int[] {1, 3}, new int[] {0, 0});
    assertThat(Estimation.tokens(List.of(part)).tokens()).isEqualTo(20);
  }

  @Test
  void unknownLossIsLeftOut() {
    Stratum stratum =
        new Stratum(2, 32, List.of(new Stratum.Drawn(0, 1, 0, 16), new Stratum.Drawn(0, 2, 0, 16)));
    Estimation.Part part =
        new Estimation.Part(
            stratum,
            new long[] {16, 16},
            new int[] {1, 1},
            new int[] {ExampleTokens.Counted.UNKNOWN, 1});
    assertThat(Estimation.loss(List.of(part)).tokens()).isEqualTo(1);
  }

  @Test
  void nothingIsNothing() {
    assertThat(Estimation.tokens(List.of())).isEqualTo(Total.exactly(0));
  }
}
