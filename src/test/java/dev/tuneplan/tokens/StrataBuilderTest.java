package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrataBuilderTest {
  static IntStream seeds() {
    return IntStream.range(0, 15);
  }

  private static List<Stratum.Drawn> examples(Random random, int n) {
    List<Stratum.Drawn> examples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      long size = (long) (100 * Math.exp(1.5 * random.nextGaussian()));
      examples.add(new Stratum.Drawn(i % 3, i / 3 + 1, 7L * i, size));
    }
    return examples;
  }

  private static List<Stratum> built(List<Stratum.Drawn> examples) {
    StrataBuilder builder = new StrataBuilder();
    examples.forEach(builder::add);
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderInWhichExamplesComeMakesNoDifference(int seed) {
    List<Stratum.Drawn> examples = examples(new Random(seed), 6000);
    List<Stratum> strata = built(examples);
    Collections.shuffle(examples, new Random(seed + 1));
    assertThat(built(examples)).isEqualTo(strata);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyExampleIsInOneStratumOfItsSize(int seed) {
    List<Stratum.Drawn> examples = examples(new Random(seed), 8000);
    List<Stratum> strata = built(examples);
    assertThat(strata.stream().mapToLong(Stratum::examples).sum()).isEqualTo(8000);
    assertThat(strata.stream().mapToLong(Stratum::size).sum())
        .isEqualTo(examples.stream().mapToLong(Stratum.Drawn::size).sum());
    Set<Stratum.Drawn> drawn = new HashSet<>();
    for (Stratum s : strata) {
      assertThat(s.drawn()).hasSizeLessThanOrEqualTo(StrataBuilder.DRAWN);
      s.drawn().forEach(d -> assertThat(drawn.add(d)).isTrue());
    }
    assertThat(examples).containsAll(drawn);
    for (Stratum s : strata.subList(0, strata.size() - 1)) {
      long small = s.drawn().stream().mapToLong(Stratum.Drawn::size).min().orElseThrow();
      long large = s.drawn().stream().mapToLong(Stratum.Drawn::size).max().orElseThrow();
      assertThat(large + 1.0).isLessThanOrEqualTo(1.415 * (small + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theLongestExamplesAreAllKept(int seed) {
    List<Stratum.Drawn> examples = examples(new Random(seed), 5000);
    Stratum longest = built(examples).getLast();
    List<Long> sizes =
        examples.stream()
            .map(Stratum.Drawn::size)
            .sorted(Comparator.reverseOrder())
            .limit(StrataBuilder.LONGEST)
            .toList();
    assertThat(longest.whole()).isTrue();
    assertThat(longest.drawn())
        .extracting(Stratum.Drawn::size)
        .containsExactlyInAnyOrderElementsOf(sizes);
  }

  @Test
  void examplesOfOneSizeAreDrawnAtRandomAndWithinBounds() {
    List<Stratum.Drawn> examples = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      examples.add(new Stratum.Drawn(0, i + 1, i, 160));
    }
    Stratum most = built(examples).getFirst();
    assertThat(most.examples()).isEqualTo(50_000 - StrataBuilder.LONGEST);
    assertThat(most.drawn()).hasSize(StrataBuilder.DRAWN);
    double mean = most.drawn().stream().mapToLong(Stratum.Drawn::row).average().orElseThrow();
    // the mean of 2048 rows drawn from 50,000 has a standard error of 319
    assertThat(mean).isBetween(25_000 - 1300.0, 25_000 + 1300.0);
    double firsts =
        most.drawn().subList(0, 200).stream().mapToLong(Stratum.Drawn::row).average().orElseThrow();
    assertThat(firsts).as("the first n are a sample too").isBetween(21_000.0, 29_000.0);
  }

  @Test
  void sizesWithoutLimitHaveAStratumToo() {
    assertThat(
            built(
                List.of(
                    new Stratum.Drawn(0, 1, -1, 0), new Stratum.Drawn(0, 2, -1, Long.MAX_VALUE))))
        .hasSize(1);
    List<Stratum.Drawn> many =
        Collections.nCopies(StrataBuilder.LONGEST + 3, new Stratum.Drawn(0, 1, -1, 1L << 62));
    assertThat(built(many).stream().mapToLong(Stratum::examples).sum()).isEqualTo(67);
  }

  @Test
  void noExamplesAreNoStrata() {
    assertThat(built(List.of())).isEmpty();
  }

  @Test
  void aStratumHoldsWhatItDrew() {
    Stratum.Drawn one = new Stratum.Drawn(0, 1, 0, 5);
    assertThatThrownBy(() -> new Stratum(0, 0, List.of(one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stratum(3, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stratum(1, 0, List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLargerBudgetCountsNoLessOfAnyStratumAndNoMoreThanIsThere(int seed) {
    List<Stratum> strata = built(examples(new Random(seed), 9000));
    int[] before = new int[strata.size()];
    for (long budget = 1000; budget < 1L << 40; budget *= 8) {
      int[] counts = Allocation.of(strata, budget);
      for (int i = 0; i < counts.length; i++) {
        assertThat(counts[i]).isBetween(before[i], strata.get(i).drawn().size());
        assertThat(counts[i]).isGreaterThanOrEqualTo(Math.min(24, strata.get(i).drawn().size()));
      }
      before = counts;
    }
    for (int i = 0; i < before.length; i++) {
      assertThat(before[i]).isEqualTo(strata.get(i).drawn().size());
    }
    assertThat(Allocation.of(strata, 0)[strata.size() - 1])
        .as("the longest are counted whatever they cost")
        .isEqualTo(StrataBuilder.LONGEST);
  }
}
