package dev.tuneplan.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final Instant AT = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir private Path root;

  private static RunRecord run(String id, int hour) {
    return new RunRecord(
        id,
        "bot",
        AT.plusSeconds(3600L * hour),
        "m",
        "axolotl",
        "1 x l40s",
        new RunRecord.Expected(1, 2, 3, OptionalDouble.empty(), OptionalDouble.empty()));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(root.resolve("a1").resolve(file));
  }

  @Test
  void listsRunsTheNewestFirst() throws IOException {
    Recordings recordings = new Recordings(root.resolve("recordings"));
    assertThat(recordings.all()).isEmpty();
    recordings.open(run("a1", 1));
    recordings.open(run("b2", 2));
    recordings.open(run("a1", 1));
    assertThat(recordings.all()).containsExactly(run("b2", 2), run("a1", 1));
  }

  @Test
  void whatIsThereIsNotWrittenAgainWhoeverWroteIt() throws IOException {
    for (int i = 0; i < 2; i++) {
      RecordingFile file = new Recordings(root).open(run("a1", 1));
      file.seen(AT.plusSeconds(i), false, Map.of("kind", "Pod"));
      file.seen(AT.plusSeconds(i), true, Map.of("kind", "Pod"));
      file.told("1-node1", "{\"event\":\"started\"}");
      file.told("1-node1", "{\"event\":\"started\"}");
    }
    assertThat(lines("watch.jsonl"))
        .containsExactly(
            "{\"type\":\"MODIFIED\",\"at\":\"2026-11-20T09:00:00Z\",\"object\":{\"kind\":\"Pod\"}}",
            "{\"type\":\"DELETED\",\"at\":\"2026-11-20T09:00:00Z\",\"object\":{\"kind\":\"Pod\"}}");
    assertThat(lines("events-1-node1.jsonl")).containsExactly("{\"event\":\"started\"}");
  }

  @Test
  void aLineThatAKillCutShortStaysAlone() throws IOException {
    new Recordings(root).open(run("a1", 1)).seen(AT, false, Map.of("kind", "Pod"));
    Path file = root.resolve("a1/watch.jsonl");
    Files.writeString(file, Files.readString(file) + "{\"type\":\"MODI");
    new Recordings(root).open(run("a1", 1)).seen(AT, false, Map.of("kind", "Node"));
    assertThat(lines("watch.jsonl")).hasSize(3).last().asString().contains("Node");
  }
}
