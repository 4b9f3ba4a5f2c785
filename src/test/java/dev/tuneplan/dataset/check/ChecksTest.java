package dev.tuneplan.dataset.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.dataset.Example;
import dev.tuneplan.dataset.Position;
import dev.tuneplan.dataset.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
  private static Row.Good row(long number, Example example) {
    return new Row.Good(new Position(0, "a.jsonl", number, OptionalLong.empty()), example);
  }

  private static Example chat(String roles) {
    List<Map<String, Object>> messages = new ArrayList<>();
    for (String role : roles.split(" ")) {
      Map<String, Object> message = new LinkedHashMap<>();
      message.put("role", role);
      message.put("content", "something of length");
      messages.add(message);
    }
    return new Example.Chat(messages, Optional.empty(), Map.of());
  }

  private static Example answer(Object content, Object calls) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", content);
    message.put("tool_calls", calls);
    return new Example.Chat(List.of(message), Optional.empty(), Map.of());
  }

  /** Row numbers that a check finds among examples, the first being row 1. */
  private static List<Long> found(Check check, Example... examples) {
    for (int i = 0; i < examples.length; i++) {
      check.see(row(i + 1, examples[i]));
    }
    return check.findings().stream().flatMap(f -> f.first().stream()).map(Position::row).toList();
  }

  @Test
  void findsRowsThatSayTheSame() {
    assertThat(
            found(
                new Duplicates(),
                new Example.Text("a"),
                new Example.Text("b"),
                new Example.Text("a"),
                new Example.Text("a"),
                new Example.Completion("a", "b"),
                new Example.Completion("ab", ""),
                new Example.Completion("a", "b"),
                chat("user assistant"),
                chat("assistant user"),
                chat("user assistant")))
        .containsExactly(3L, 4L, 7L, 10L);
  }

  @Test
  void saysHowManyRowsItDidNotRemember() {
    Check check = new Duplicates(100);
    for (int i = 1; i <= 150; i++) {
      check.see(row(i, new Example.Text("row " + i)));
    }
    check.see(row(151, new Example.Text("row 1")));
    check.see(row(152, new Example.Text("row 150")));
    assertThat(check.findings())
        .extracting(Finding::check, Finding::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("duplicates", 1L),
            org.assertj.core.groups.Tuple.tuple("duplicates-unseen", 51L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsHashesAsASetDoes(long seed) {
    Random random = new Random(seed);
    LongHashes ours = new LongHashes();
    Set<Long> theirs = new HashSet<>();
    for (int i = 0; i < 50_000; i++) {
      long hash = random.nextInt(4) == 0 ? random.nextLong(1000) + 1 : random.nextLong();
      assertThat(ours.add(hash)).isEqualTo(theirs.add(hash));
    }
    assertThat(ours.size()).isEqualTo(theirs.size());
    assertThat(theirs).allMatch(ours::contains);
    assertThat(ours.contains(123456789L << 20)).isFalse();
  }

  @Test
  void hashesDifferForExamplesThatDiffer() {
    Set<Long> hashes = new HashSet<>();
    Random random = new Random(1);
    Set<Example> examples = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String text = Long.toString(random.nextLong(5000), 36);
      int cut = random.nextInt(text.length() + 1);
      examples.add(new Example.Completion(text.substring(0, cut), text.substring(cut)));
    }
    examples.forEach(e -> hashes.add(ContentHash.of(e)));
    assertThat(hashes).hasSameSizeAs(examples);
  }

  @Test
  void findsRowsThatEvaluationDataHasToo() {
    Overlap.Rows evaluation = new Overlap.Rows();
    evaluation.add(row(1, new Example.Text("b")));
    assertThat(
            found(
                new Overlap(evaluation),
                new Example.Text("a"),
                new Example.Text("b"),
                new Example.Text("c")))
        .containsExactly(2L);
  }

  @Test
  void findsEmptyAnswers() {
    assertThat(
            found(
                new EmptyAnswers(),
                new Example.Completion("a", " \n"),
                new Example.Completion(" ", "a"),
                new Example.Instruction("a", "", "", Optional.empty(), List.of()),
                answer("", null),
                answer(List.of(Map.of("type", "text", "text", " ")), null),
                answer(List.of(Map.of("type", "image_url")), null),
                answer(null, List.of(Map.of("id", "1"))),
                answer("x", null),
                new Example.Text("")))
        .containsExactly(1L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @CsvSource({
    "system user assistant, ''",
    "developer user assistant tool assistant, ''",
    "user assistant system user assistant, system-not-first",
    "user user assistant, two-users-in-a-row",
    "assistant, assistant-first",
    "system assistant user assistant, assistant-first",
    "user assistant user, not-ending-with-assistant",
    "user assistant tool, not-ending-with-assistant",
    "system user, no-assistant",
  })
  void findsRolesOutOfOrder(String roles, String check) {
    Checks checks = Checks.all();
    checks.see(row(1, chat(roles)));
    assertThat(checks.findings().stream().map(Finding::check).filter(c -> !c.equals("too-few")))
        .isEqualTo(check.isEmpty() ? List.of() : List.of(check));
  }

  @Test
  void findsRowsWithHardlyAnyText() {
    assertThat(
            found(
                new NearEmpty(),
                new Example.Text("x".repeat(15)),
                new Example.Text("x".repeat(16)),
                new Example.Text("")))
        .containsExactly(1L, 3L);
  }

  @Test
  void findsPromptsThatEndInASpace() {
    assertThat(
            found(
                new PromptEnds(),
                new Example.Completion("Answer: ", "x"),
                new Example.Completion("Answer:\n", "x"),
                new Example.Completion("Answer:\t", "x"),
                new Example.Completion("", " x")))
        .containsExactly(1L, 3L);
  }

  @Test
  void findsReplacementCharacters() {
    assertThat(
            found(
                new ReplacementSigns(),
                new Example.Text("caf\uFFFD"),
                new Example.Text("café"),
                answer("x\uFFFD", null)))
        .containsExactly(1L, 3L);
  }

  @ParameterizedTest
  @CsvSource({
    "1, rarely help",
    "99, rarely help",
    "100, are few",
    "199, are few",
    "200, enough for classification",
    "499, enough for classification",
    "500, ''"
  })
  void saysWhetherExamplesAreEnough(int rows, String words) {
    Check check = new TooFew();
    for (int i = 1; i <= rows; i++) {
      check.see(row(i, new Example.Text("x")));
    }
    assertThat(check.findings()).hasSize(words.isEmpty() ? 0 : 1);
    check.findings().forEach(f -> assertThat(f.words()).contains(words));
  }

  @Test
  void keepsTheFirstTenPlaces() {
    Check check = new NearEmpty();
    for (int i = 1; i <= 25; i++) {
      check.see(row(i, new Example.Text("")));
    }
    Finding finding = check.findings().getFirst();
    assertThat(finding.count()).isEqualTo(25);
    assertThat(finding.first()).hasSize(10).extracting(Position::row).startsWith(1L).endsWith(10L);
  }
}
