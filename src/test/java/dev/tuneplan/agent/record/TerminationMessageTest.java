package dev.tuneplan.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationMessageTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\u0001", "ü", "語", "😀"})
  void fitWhateverIsSaid(String letter) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", "r");
    tree.put("outcome", "trainer");
    tree.put("why", letter.repeat(5000));
    tree.put("error", letter.repeat(20_000));
    for (int i = 0; i < 500; i++) {
      tree.put("total " + i, (double) i);
    }
    String words = TerminationMessage.of(tree);
    assertThat(words.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(TerminationMessage.read(words)).containsEntry("outcome", "trainer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Killed", "[1]", "7", "{\"outcome\":\"fini"})
  void areNoneWhenNoWrapperWroteThem(String text) {
    assertThat(TerminationMessage.read(text)).isEmpty();
  }
}
