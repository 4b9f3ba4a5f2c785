package dev.tuneplan.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavesTest {
  private static final String TEXT = "a: 1\nb:\n  c: [x, y]\n  d: {e: true, f: 2.5}\ng: text\n";

  @Test
  void aTreeSurvivesBeingTakenApart() {
    Node tree = YamlFiles.parse("t", TEXT);
    assertThat(Leaves.plain(Leaves.of(tree).tree())).isEqualTo(Leaves.plain(tree));
  }

  @Test
  void valuesGoByTheirDottedPaths() {
    assertThat(Leaves.of(YamlFiles.parse("t", TEXT)).values().keySet())
        .containsExactly("a", "b.c", "b.d.e", "b.d.f", "g");
  }

  @Test
  void aValueThatIsSetKeepsItsPlace() {
    Leaves l = Leaves.of(YamlFiles.parse("t", TEXT)).with("b.d.e", Place.of("--e"), "7");
    assertThat(l.values().get("b.d.e").place()).isEqualTo(Place.of("--e"));
    assertThat(l.values().get("a").place()).isEqualTo(new Place("t", 1, 4));
    assertThat(Leaves.plain(l.tree()))
        .isEqualTo(
            Map.of(
                "a",
                1L,
                "b",
                Map.of("c", List.of("x", "y"), "d", Map.of("e", 7L, "f", 2.5)),
                "g",
                "text"));
  }

  @Test
  void aValueCanBeTakenOut() {
    assertThat(Leaves.of(YamlFiles.parse("t", "a: 1\nb: 2\n")).without("a").values())
        .containsOnlyKeys("b");
  }
}
