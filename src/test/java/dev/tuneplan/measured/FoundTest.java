package dev.tuneplan.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.agent.sample.Row;
import dev.tuneplan.testing.PlayedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundTest {
  private static final PlayedRows PLAYED = new PlayedRows(7, 2, 60);

  @TempDir private Path folder;

  private Found segments() throws IOException {
    PLAYED.write(folder);
    return Found.inSegments("1", folder).orElseThrow();
  }

  @Test
  void segmentsGiveTotalsAndEveryRow() throws IOException {
    AttemptUse use = segments().use();
    List<Row> rows = new ArrayList<>();
    use.rows().forEach(b -> rows.addAll(b.rows()));
    assertThat(rows).containsExactlyInAnyOrderElementsOf(PLAYED.rows());
    assertThat(use.phases()).isEqualTo(UseTotals.of(PLAYED.rows()));
    assertThat(use.channel()).isEqualTo("segments");
    assertThat(use.lacks()).isEmpty();
  }

  @Test
  void shippedLinesGiveTheSame() throws IOException {
    AttemptUse use = segments().use();
    try (Stream<Path> files = Files.list(folder)) {
      List<String> log = new ArrayList<>();
      for (Path file : files.toList()) {
        Files.readAllLines(file).forEach(l -> log.add("tuneplan-sample 7f3a 1 " + l));
      }
      AttemptUse shipped = Found.inLog(log.stream()).get("1").use();
      assertThat(shipped.phases()).isEqualTo(use.phases());
      assertThat(shipped.rows()).isEqualTo(use.rows());
      assertThat(shipped.channel()).isEqualTo("shipped lines");
    }
  }

  @Test
  void lastWordsGiveTotalsAlone() {
    Map<String, Object> said =
        Map.of(
            "phases",
            List.of("setup", "training"),
            "s",
            List.of(10.0, 100.0),
            "gpus",
            List.of(
                Map.of("id", "GPU-0", "energyJ", List.of(900.0, 60_000.0), "memMiB", 70_000.0),
                Map.of("id", "GPU-1", "energyJ", List.of(900.0, 62_000.0), "memMiB", 71_000.0)));
    AttemptUse use = Found.inLastWords("1", said).orElseThrow().use();
    assertThat(use.rows()).isEmpty();
    RunUse run = new RunUse(List.of(use));
    assertThat(run.byPhase()).extracting(PhaseSum::phase).containsExactly("setup", "training");
    assertThat(run.all().gpuHours()).isCloseTo(220 / 3600.0, within(1e-9));
    assertThat(run.all().wattHours().orElse(0)).isCloseTo(123_800 / 3600.0, within(1e-9));
    assertThat(run.all().peakMiB()).hasValue(71_000);
    assertThat(run.all().means()).isEqualTo(Means.NONE);
    assertThat(Found.inLastWords("1", Map.of("note", "the measuring did not end"))).isEmpty();
  }

  @Test
  void ofManyGpusTheSumIsToldAlone() {
    Map<String, Object> said =
        Map.of(
            "phases", List.of("training"),
            "s", List.of(3600.0),
            "gpuCount", 16L,
            "energyJ", List.of(36_000_000.0));
    RunUse run = new RunUse(List.of(Found.inLastWords("1", said).orElseThrow().use()));
    assertThat(run.all().gpuHours()).isCloseTo(16, within(1e-9));
    assertThat(run.all().wattHours().orElse(0)).isCloseTo(10_000, within(1e-6));
  }

  @Test
  void whatLacksNothingIsTheBest() throws IOException {
    Found whole = segments();
    Found words =
        Found.inLastWords("1", Map.of("phases", List.of("setup"), "s", List.of(5.0))).orElseThrow();
    assertThat(Found.best(List.of(words, whole))).contains(whole.use());
    assertThat(Found.best(List.of())).isEmpty();
  }
}
