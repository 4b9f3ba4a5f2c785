package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LengthGroupTest {
  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  private static Lengths some(int seed) {
    Random random = new Random(seed);
    int[] tokens = LengthStatsTest.lengths(random);
    return random.nextBoolean()
        ? Lengths.exact(tokens, tokens)
        : Lengths.sampled(tokens, tokens, random.doubles(tokens.length, 1, 900).toArray());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void groupsKeepExamplesAndTokens(int seed) {
    Lengths lengths = some(seed);
    List<LengthGroup> groups = LengthGroup.of(lengths);
    double examples = 0;
    double tokens = 0;
    for (int i = 0; i < lengths.counted(); i++) {
      examples += lengths.tokens(i) > 0 ? lengths.weight(i) : 0;
      tokens += lengths.weight(i) * lengths.tokens(i);
    }
    assertThat(groups.stream().mapToDouble(LengthGroup::examples).sum())
        .isCloseTo(examples, within(1e-9 * examples + 1e-9));
    assertThat(groups.stream().mapToDouble(g -> g.examples() * g.tokens()).sum())
        .isCloseTo(tokens, within(1e-9 * tokens + 1e-9));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void groupsAscendAndTheLongestLengthIsAlone(int seed) {
    Lengths lengths = some(seed);
    List<LengthGroup> groups = LengthGroup.of(lengths);
    int longest = Arrays.stream(lengths.all()).max().orElseThrow();
    if (longest == 0) {
      assertThat(groups).isEmpty();
      return;
    }
    for (int i = 1; i < groups.size(); i++) {
      assertThat(groups.get(i).tokens()).isGreaterThan(groups.get(i - 1).tokens());
    }
    assertThat(groups.getLast().tokens()).isCloseTo(longest, within(1e-9 * longest));
  }

  @Test
  void millionsOfExamplesAreAFewHundredGroups() {
    int[] tokens = new Random(1).ints(100_000, 1, 50_000).toArray();
    assertThat(LengthGroup.of(Lengths.exact(tokens, tokens))).hasSizeBetween(300, 402);
  }
}
