package dev.tuneplan.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tuneplan.base.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a template's text is, it is refused, fails or renders, within its limits. */
class MutatedTemplatesTest {
  private static final Limits LIMITS = new Limits(300_000, 1 << 20, 100);
  private static final List<Conversation> CONVERSATIONS =
      Conversations.all().values().stream().map(List::getLast).toList();
  private static final List<String> PIECES =
      List.of(
          "{%",
          "%}",
          "{{",
          "}}",
          "{#",
          "#}",
          "(",
          ")",
          "[",
          "]",
          "|",
          "-",
          "+",
          "'",
          "\"",
          "\\",
          " if ",
          " else ",
          " for ",
          " in ",
          " is ",
          " not ",
          "loop",
          "messages",
          "**",
          "//",
          "~",
          "{% break %}",
          "{% endif %}",
          "{% else %}",
          "{% set x = x ~ x %}",
          "99999999",
          ".items()",
          " recursive ",
          "| tojson",
          "%s",
          "\u0000",
          "😀",
          "{% generation %}",
          ":",
          ",",
          "=",
          "*");

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  private static String mutated(Random random) {
    List<PublicTemplatesTest.Row> rows = PublicTemplatesTest.rows();
    StringBuilder text =
        new StringBuilder(PublicTemplates.text(rows.get(random.nextInt(rows.size())).template()));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(30));
      switch (random.nextInt(3)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areRefusedFailOrRender(int seed) {
    String text = mutated(new Random(seed));
    assertThatCode(
            () -> {
              try {
                ChatTemplate template = ChatTemplate.parse("mutated", text, LIMITS);
                for (int i = seed % 4; i < CONVERSATIONS.size(); i += 4) {
                  render(template, CONVERSATIONS.get(i));
                }
              } catch (InvalidInput e) {
                assertThat(e.problems()).isNotEmpty();
              }
            })
        .doesNotThrowAnyException();
  }

  private static void render(ChatTemplate template, Conversation conversation) {
    try {
      assertThat(template.render(conversation.variables(), PublicTemplatesTest.NOW).text())
          .hasSizeLessThanOrEqualTo(LIMITS.characters());
    } catch (TemplateFailure e) {
      assertThat(e.place().line()).isPositive();
    }
  }

  static List<String> greedy() {
    return List.of(
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{%"
            + " endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{%"
            + " endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{%"
            + " endfor %}{{ ns.x | tojson }}",
        "{% set a = namespace(x=(1,)) %}{% set b = namespace(x=(1,)) %}{% for i in range(99) %}{%"
            + " set a.x = (a.x, a.x) %}{% set b.x = (b.x, b.x) %}{% endfor %}{{ a.x == b.x }}",
        "{% set a = namespace(x=(1,)) %}{% for i in range(99) %}{% set a.x = (a.x, a.x) %}{% endfor"
            + " %}{{ {a.x: 1} }}",
        "{% set a = namespace(x=[]) %}{% for i in range(90000) %}{% set a.x = [a.x] %}{% endfor"
            + " %}{{ a.x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for i in [[[]]] recursive %}{{ loop([[1]]) }}{% endfor %}",
        "{{ 'a' * 10 ** 12 }}",
        "{{ [1] * 10 ** 12 }}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ 2 ** 99999999999999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 'a'.center(10 ** 15) }}",
        "{{ 'a'.zfill(999999999) }}",
        "{{ '\\t'.expandtabs(999999999) }}",
        "{{ 'a' | indent(999999999, true) }}",
        "{{ ('a' * 100000).replace('a', 'b' * 100000) }}",
        "{{ ('a' * 100000).replace('', 'b' * 100000) }}",
        "{{ ('a' * 100000) | list | join('b' * 100000) }}",
        "{{ [1] | batch(999999999, 0) | list }}",
        "{{ [1] | slice(999999999) | list }}",
        "{{ range(100000) | map('string') | join(',') * 1000 }}");
  }

  @ParameterizedTest
  @MethodSource("greedy")
  void greedyOnesAreStoppedByTheirLimits(String text) {
    TemplateFailure failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            TemplateFailure.class,
            () -> ChatTemplate.parse("greedy", text, LIMITS).render(Map.of()));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(TemplateFailure.Kind.LIMIT);
  }

  @ParameterizedTest
  @MethodSource("deep")
  void deepOnesAreRefused(String text) {
    assertThatCode(() -> ChatTemplate.parse("deep", text)).isInstanceOf(InvalidInput.class);
  }

  static List<String> deep() {
    return List.of(
        "{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}",
        "{{ " + "-".repeat(50_000) + "1 }}",
        "{{ " + "not ".repeat(50_000) + "1 }}",
        "{{ 1" + " + 1".repeat(50_000) + " }}",
        "{{ x" + ".y".repeat(50_000) + " }}",
        "{{ x" + " | trim".repeat(50_000) + " }}",
        "{{ 1" + " if 1 else 1".repeat(50_000) + " }}",
        "{% if 1 %}".repeat(50_000) + "{% endif %}".repeat(50_000));
  }
}
