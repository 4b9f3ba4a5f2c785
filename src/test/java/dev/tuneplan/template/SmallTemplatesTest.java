package dev.tuneplan.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small templates against what Jinja gave (dev/templates/golden.py): one feature each, and random
 * ones.
 */
class SmallTemplatesTest {
  /**
   * What Jinja renders and this interpreter refuses, each by name; everything else must be equal.
   */
  private static final Set<String> REFUSED =
      Set.of(
          // a complex number
          "{{ neg ** f }}",
          // a reference to the template itself
          "{{ self }}");

  @SuppressWarnings("unchecked")
  @ParameterizedTest
  @ValueSource(strings = {"cases.json", "random.json"})
  void giveWhatJinjaGivesAndFailWhereItRaises(String file) {
    Map<String, Object> content = (Map<String, Object>) JsonFile.resource(file);
    Map<String, Object> variables = (Map<String, Object>) content.get("variables");
    List<String> wrong = new ArrayList<>();
    Set<String> refused = new HashSet<>();
    for (Object entry : (List<Object>) content.get("cases")) {
      String source = (String) ((List<?>) entry).get(0);
      Object expected = ((List<?>) entry).get(1);
      String actual = outcome(source, variables);
      boolean failed = actual.startsWith("failed: ");
      if (expected instanceof String text && failed) {
        refused.add(source);
        if (!REFUSED.contains(source)) {
          wrong.add(shown(source) + " gives " + actual + " instead of " + shown(text));
        }
      } else if (expected instanceof String text ? !actual.equals("text: " + text) : !failed) {
        wrong.add(shown(source) + " gives " + shown(actual) + " instead of " + expected);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String shown(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String outcome(String source, Map<String, Object> variables) {
    try {
      ChatTemplate template = ChatTemplate.parse("case", source);
      return "text: " + template.render(variables, PublicTemplatesTest.NOW).text();
    } catch (InvalidInput | TemplateFailure e) {
      return "failed: " + e.getMessage();
    }
  }
}
