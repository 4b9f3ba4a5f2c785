package dev.tuneplan.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlainTreeTest {
  private static final PlainTree TREE =
      PlainTree.of(
          JsonFiles.parse(
              "",
              """
              {"a": {"text": "x", "digits": "75", "whole": 4, "part": 2.5, "true": true, "none": null,
                "time": "2026-11-25T09:00:00Z"},
               "list": [{"name": "one", "v": 1}, 7, {"name": "two", "v": 2}]}
              """
                  .getBytes(StandardCharsets.UTF_8)));

  @Test
  void findsValuesByTheirPath() {
    assertThat(TREE.text("a", "text")).hasValue("x");
    assertThat(TREE.text("a", "true")).hasValue("true");
    assertThat(TREE.flag("a", "true")).isTrue();
    assertThat(TREE.whole("a", "whole")).hasValue(4);
    assertThat(TREE.whole("a", "digits")).hasValue(75);
    assertThat(TREE.number("a", "part")).hasValue(2.5);
    assertThat(TREE.time("a", "time")).hasValue(Instant.parse("2026-11-25T09:00:00Z"));
    assertThat(TREE.texts("a")).containsEntry("digits", "75").doesNotContainKey("none");
  }

  @Test
  void hasNothingWhereAnotherKindOfValueIs() {
    assertThat(TREE.text("a")).isEmpty();
    assertThat(TREE.text("a", "text", "deeper")).isEmpty();
    assertThat(TREE.at("a", "none").there()).isFalse();
    assertThat(TREE.whole("a", "part")).isEmpty();
    assertThat(TREE.number("a", "digits")).isEmpty();
    assertThat(TREE.time("a", "text")).isEmpty();
    assertThat(TREE.items("a")).isEmpty();
    assertThat(TREE.map("list")).isEmpty();
  }

  @Test
  void findsTheItemOfAListByAKey() {
    assertThat(TREE.items("list")).hasSize(3);
    assertThat(TREE.item("list", "name", "two").whole("v")).hasValue(2);
    assertThat(TREE.item("list", "name", "three").there()).isFalse();
  }

  @Test
  void countsFromZeroOn() {
    PlainTree tree = PlainTree.of(java.util.Map.of("less", -3L, "much", 5_000_000_000L));
    assertThat(tree.count("less")).isZero();
    assertThat(tree.count("much")).isEqualTo(Integer.MAX_VALUE);
    assertThat(tree.count("none")).isZero();
  }
}
