package dev.tuneplan.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not known is named, with its place, before anything is rendered. */
class RefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a {{ x | uper }} ! 1:10 uper: this filter is not known here; did you mean 'upper'?",
        "{{ x | wordwrap }} ! 1:8 wordwrap: this filter is not known here",
        "{{ x is definde }} ! 1:9 definde: this test is not known here; did you mean 'defined'?",
        "{{ x.stripp() }} ! 1:12 stripp: this method is not known here; did you mean 'strip'?",
        "{{ x.encode('utf-8') }} ! 1:12 encode: this method is not known here",
        "{{ now() }} ! 1:4 now: this function is not known here",
        "{{ lipsum() }} ! 1:4 lipsum: this function is not known here",
        "{% include 'a' %} ! 1:4 the tag 'include' is not known here",
        "{% import 'a' as b %} ! 1:4 the tag 'import' is not known here",
        "{% do x %} ! 1:4 the tag 'do' is not known here",
        "{{ x | tojson(indnt=2) }} ! 1:8 tojson: the filter has no argument named 'indnt' (it has"
            + " ensure_ascii, indent, separators, sort_keys)",
        "{{ x | replace('a') }} ! 1:8 replace: the filter needs its argument 'new'",
        "{{ x.strip(1, 2) }} ! 1:11 strip: the method takes at most 1 arguments, not 2",
        "{{ x | map('uper') }} ! 1:8 uper: this filter is not known here; did you mean 'upper'?",
        "{{ x | selectattr('a', 'equals', 1) }} ! 1:8 equals: this test is not known here; did you"
            + " mean 'equalto'?",
        "{% break %} ! 1:4 'break' outside of a loop",
        "{{ 'a }} ! 1:4 the text does not end; close it with '",
        "{{ x[1 }} ! 1:8 unexpected '}', expected ']'",
        "{# x ! 1:3 the comment does not end; close it with #}",
      })
  void areByNameWithPlace(String template, String fault) {
    assertThatThrownBy(() -> ChatTemplate.parse("t", template))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("t:" + fault);
  }

  @Test
  void comeAllAtOnce() {
    InvalidInput faults =
        catchThrowableOfType(
            InvalidInput.class,
            () -> ChatTemplate.parse("t.jinja", "{{ a | one }}\n{{ b is two }}\n{{ c.three() }}"));
    assertThat(faults.problems())
        .extracting(Problem::subject)
        .containsExactly("one", "two", "three");
    assertThat(faults.problems()).extracting(p -> p.place().line()).containsExactly(1, 2, 3);
  }

  @Test
  void whatTheTemplateRaisesIsSaid() {
    ChatTemplate template =
        ChatTemplate.parse(
            "t",
            "{% if messages | length == 0 %}\n{{ raise_exception('No messages') }}{% endif %}");
    TemplateFailure failure =
        catchThrowableOfType(
            TemplateFailure.class, () -> template.render(Map.of("messages", List.of())));
    assertThat(failure.kind()).isEqualTo(TemplateFailure.Kind.RAISED);
    assertThat(failure.reason()).isEqualTo("No messages");
    assertThat(failure.place()).hasToString("t:2:1");
  }

  @Test
  void aDateIsNotGuessed() {
    ChatTemplate template = ChatTemplate.parse("t", "{{ strftime_now('%Y') }}");
    TemplateFailure failure =
        catchThrowableOfType(TemplateFailure.class, () -> template.render(Map.of()));
    assertThat(failure.kind()).isEqualTo(TemplateFailure.Kind.REFUSED);
    assertThat(failure.reason()).contains("no date was given");
  }

  @Test
  void variablesOfOtherTypesAreAProgrammersFault() {
    ChatTemplate template = ChatTemplate.parse("t", "{{ x }}");
    assertThatThrownBy(() -> template.render(Map.of("x", new Object())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
