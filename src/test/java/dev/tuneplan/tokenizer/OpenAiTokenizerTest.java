package dev.tuneplan.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.testing.Ids;
import dev.tuneplan.tokenizer.Tokenizer.Count;
import dev.tuneplan.tokenizer.Tokenizer.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiTokenizerTest {
  private static final Tokenizer O200K = OpenAiTokenizer.of("o200k_base");

  @Test
  void specialTokensThatStandInATextAreText() {
    assertThat(O200K.count("<|endoftext|>")).isGreaterThan(3);
  }

  @Test
  void halfASurrogatePairCountsAsAReplacementSign() {
    assertThat(Ids.of(O200K, "a \ud83d b")).isEqualTo(Ids.of(O200K, "a \ufffd b"));
  }

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  private static String text(Random random) {
    String[] pieces = {
      "reset ", "größer", " 日本語", "😀", "\n\n", "1234", "e\u0301", "<|im_end|>", "?!"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTokenTouchesTheWholeTextAndNoneTouchesNothing(int seed) {
    String text = text(new Random(seed));
    int all = O200K.count(text);
    assertThat(O200K.count(text, List.of(new Stretch(0, text.length()))))
        .isEqualTo(new Count(all, all));
    assertThat(O200K.count(text, List.of())).isEqualTo(new Count(all, 0));
    assertThat(Ids.of(O200K, text)).hasSize(all);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twoStretchesSideBySideTouchWhatBothTogetherTouch(int seed) {
    Random random = new Random(seed);
    String text = text(random);
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i <= text.length(); i = text.offsetByCodePoints(i, i < text.length() ? 1 : 0)) {
      ends.add(i);
      if (i == text.length()) {
        break;
      }
    }
    int from = ends.get(random.nextInt(ends.size()));
    int middle = ends.get(random.nextInt(ends.indexOf(from), ends.size()));
    int to = ends.get(random.nextInt(ends.indexOf(middle), ends.size()));
    assertThat(O200K.count(text, List.of(new Stretch(from, middle), new Stretch(middle, to))))
        .isEqualTo(O200K.count(text, List.of(new Stretch(from, to))));
  }
}
