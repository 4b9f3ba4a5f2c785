package dev.tuneplan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.PythonJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordsTest {
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
    String words = LastWords.of(tree);
    assertThat(words.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    Map<?, ?> read = (Map<?, ?>) PythonJson.read(words);
    assertThat(read).isNotNull();
    assertThat(read.get("outcome")).isEqualTo("trainer");
  }
}
