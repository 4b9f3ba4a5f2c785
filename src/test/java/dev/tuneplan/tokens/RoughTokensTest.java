package dev.tuneplan.tokens;

import static dev.tuneplan.tokens.Chats.aChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.dataset.Example;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoughTokensTest {
  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> (char) random.nextInt(0x80);
            case 1 -> (char) random.nextInt(0x10000);
            case 2 -> ' ';
            default -> (char) ('a' + random.nextInt(26));
          });
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aTextIsNeverSmallerThanItsBeginning(int seed) {
    String text = text(new Random(seed));
    long before = 0;
    for (int i = 0; i <= text.length(); i++) {
      long size = RoughTokens.of(text.substring(0, i));
      assertThat(size).isGreaterThanOrEqualTo(before);
      before = size;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anExampleIsAsLargeAsItsTexts(int seed) {
    Random random = new Random(seed);
    String a = text(random);
    String b = text(random);
    long both = RoughTokens.of(a) + RoughTokens.of(b);
    assertThat(RoughTokens.of(new Example.Text(a))).isEqualTo(RoughTokens.of(a)).isNotNegative();
    assertThat(RoughTokens.of(new Example.Completion(a, b))).isEqualTo(both);
    assertThat(
            RoughTokens.of(
                new Example.Instruction(
                    a, b, a, Optional.of(b), List.of(new Example.Instruction.Turn(a, b)))))
        .isEqualTo(3 * both);
    assertThat(RoughTokens.of(aChat().user(a).assistant(b).build())).isEqualTo(both + 160);
    assertThat(RoughTokens.of(aChat().user(a).completedBy(b))).isEqualTo(both + 160);
    assertThat(RoughTokens.of(aChat().user(a).withTool("search").build()))
        .isGreaterThan(RoughTokens.of(aChat().user(a).build()));
  }

  @Test
  void aShortWordIsAToken() {
    assertThat(RoughTokens.of("the quick brown fox")).isEqualTo(4 * 16);
    assertThat(RoughTokens.of("")).isZero();
  }
}
