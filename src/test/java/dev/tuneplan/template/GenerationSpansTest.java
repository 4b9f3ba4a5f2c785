package dev.tuneplan.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code generation} blocks wrote; expected positions are those of Transformers'
 * AssistantTracker.
 */
class GenerationSpansTest {

  private static List<String> spans(String template) throws TemplateFailure {
    Rendered rendered = ChatTemplate.parse("t", template).render(Map.of("l", List.of(1, 2)));
    return rendered.generated().stream().map(s -> s.start() + ":" + s.end()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "ab{% generation %}cd{% endgeneration %}e ! 2:4",
        "{% for i in l %}x{% generation %}{{ i }}.{% endgeneration %}{% endfor %} ! 1:3 4:6",
        "a{% generation %}{% endgeneration %}b ! 1:1",
        "a{% generation %}b{% generation %}c{% endgeneration %}{% endgeneration %} ! 1:2 1:3",
        "😀{% generation %}é😀{% endgeneration %} ! 2:5",
        "a{% set x %}{% generation %}b{% endgeneration %}{% endset %}c{{ x }} ! 1:2",
        "a{% if false %}{% generation %}b{% endgeneration %}{% endif %} ! ''",
      })
  void areWhereTransformersCountsThem(String template, String spans) throws TemplateFailure {
    assertThat(String.join(" ", spans(template))).isEqualTo(spans);
  }

  @ParameterizedTest
  @CsvSource({
    "{% generation %}a{% endgeneration %}, true",
    "{% macro m() %}{% if x %}{% generation %}a{% endgeneration %}{% endif %}{% endmacro %}, true",
    "generation, false"
  })
  void areAnnounced(String template, boolean used) {
    assertThat(ChatTemplate.parse("t", template).usesGeneration()).isEqualTo(used);
  }
}
