package dev.tuneplan.cost.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchLinesTest {
  @Test
  void readsWhatKubectlIndents() {
    WatchLines lines =
        WatchLines.of(
            """
            {
                "type": "ADDED",
                "object": {
                    "kind": "Pod",
                    "metadata": {"name": "a"}
                }
            }
            {
                "kind": "Pod",
                "metadata": {"name": "b"}
            }
            """
                .lines()
                .toList());
    assertThat(lines.watched())
        .extracting(w -> w.object().text("metadata", "name").orElseThrow())
        .containsExactly("a", "b");
    assertThat(lines.broken()).isZero();
  }

  @Test
  void aListCountsAsItsItems() {
    WatchLines lines =
        WatchLines.of(
            List.of(
                "{\"kind\":\"List\",\"items\":[{\"kind\":\"Pod\"},{\"kind\":\"Node\"}],"
                    + "\"at\":\"2026-11-20T09:00:00Z\"}"));
    assertThat(lines.watched()).extracting(Watched::kind).containsExactly("Pod", "Node");
    assertThat(lines.watched().getFirst().at()).hasValue(Instant.parse("2026-11-20T09:00:00Z"));
  }

  @Test
  void bookmarksAndErrorsAreNoObjects() {
    assertThat(
            WatchLines.of(
                    List.of(
                        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\"}}",
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"}}"))
                .watched())
        .isEmpty();
  }

  @Test
  void aTornLineIsCounted() {
    WatchLines lines =
        WatchLines.of(
            List.of("", "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\"}}", "{\"type\":\"MOD"));
    assertThat(lines.watched()).hasSize(1);
    assertThat(lines.broken()).isOne();
  }
}
