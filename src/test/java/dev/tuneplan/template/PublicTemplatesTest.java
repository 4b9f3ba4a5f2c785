package dev.tuneplan.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public chat templates against what Transformers rendered (dev/templates/golden.py). */
class PublicTemplatesTest {
  static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 4, 9, 5, 7);
  private static final Map<String, List<Conversation>> CONVERSATIONS = Conversations.all();

  record Row(String template, String sha256, Map<String, List<String>> results) {
    @Override
    public String toString() {
      return template;
    }
  }

  static List<Row> rows() {
    try (InputStream in = PublicTemplatesTest.class.getResourceAsStream("/templates/golden.csv")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> names = List.of(lines.getFirst().split(","));
      return lines.stream().skip(1).map(line -> row(names, line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Row row(List<String> names, String[] cells) {
    Map<String, List<String>> results = new LinkedHashMap<>();
    for (int i = 2; i < cells.length; i++) {
      results.put(names.get(i), List.of(cells[i].split(" ")));
    }
    return new Row(cells[0], cells[1], results);
  }

  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One word for what became of a conversation, as golden.csv has it. */
  private static String outcome(ChatTemplate template, Conversation conversation) {
    try {
      String text = template.render(conversation.variables(), NOW).text();
      return sha256(text).substring(0, 16);
    } catch (TemplateFailure e) {
      return e.kind() == TemplateFailure.Kind.RAISED ? "raises" : e.getMessage();
    }
  }

  private static String spans(ChatTemplate template, Conversation conversation) {
    try {
      Rendered rendered = template.render(conversation.variables(), NOW);
      String spans =
          rendered.generated().stream()
              .map(s -> point(rendered.text(), s.start()) + ":" + point(rendered.text(), s.end()))
              .collect(Collectors.joining(" "));
      return sha256(spans).substring(0, 16);
    } catch (TemplateFailure e) {
      return e.getMessage();
    }
  }

  private static int point(String text, int unit) {
    return text.codePointCount(0, unit);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rendersWhatTransformersRendersAndFailsWhereItRaises(Row row) {
    String text = PublicTemplates.text(row.template);
    assertThat(sha256(text)).as("the template's own text").isEqualTo(row.sha256);
    List<String> wrong = new ArrayList<>();
    ChatTemplate template = ChatTemplate.parse(row.template, text);
    row.results.forEach((name, expected) -> {
      List<Conversation> pair = CONVERSATIONS.get(name);
      List<String> actual = new ArrayList<>();
      pair.forEach(c -> actual.add(outcome(template, c)));
      if (expected.size() > 2) {
        actual.add(spans(template, pair.getFirst()));
      }
      if (!actual.equals(expected)) {
        wrong.add(name + ": " + actual + " instead of " + expected);
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void knowsAtLeast180Templates() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(180);
  }
}
