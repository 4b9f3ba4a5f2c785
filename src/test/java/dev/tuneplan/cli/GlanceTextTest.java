package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.sample.Glance;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.runs.Attempt;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.RunState;
import dev.tuneplan.runs.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlanceTextTest {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private static Map<String, Object> gpu(int number, double busy, double used, double watts) {
    return Map.of(
        "id",
        "GPU-" + number,
        "name",
        "NVIDIA H100 80GB HBM3",
        "busy",
        busy,
        "memMiB",
        used,
        "ofMiB",
        81_559.0,
        "powerW",
        watts);
  }

  private static final List<Object> FOUR =
      List.of(
          gpu(0, 97.4, 70_012, 644.8),
          gpu(1, 100, 81_559, 699.6),
          gpu(2, 34, 70_012.5, 310),
          gpu(3, 0, 16, 68));

  private static Event gpus(int second, List<Object> all) {
    return new Event(START.plusSeconds(second), "gpus", Map.of("gpus", all));
  }

  private static Event step(int second, long step) {
    return new Event(
        START.plusSeconds(second), "progress", Map.of("s", (double) second, "step", step));
  }

  private static RunStatus status(Event... events) {
    RunRecord run =
        new RunRecord(
            "7f3a00",
            "support-bot",
            START,
            "meta-llama/Llama-3.1-8B",
            "axolotl",
            "4 x h100",
            new RunRecord.Expected(1000, 1e6, 0, OptionalDouble.empty(), OptionalDouble.empty()));
    return RunStatus.of(
        run,
        List.of(
            new Attempt(
                1,
                // by a clock that is ahead, no time has passed, however slow this machine is
                Instant.parse("2126-11-25T12:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                RunState.RUNNING,
                List.of(events))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "watch-gpus-wide, 120, true, false",
    "watch-gpus-colours, 80, true, true",
    "watch-gpus-narrow, 64, true, false",
    "watch-gpus-very-narrow, 40, true, true",
    "watch-gpus-once, 80, false, false",
  })
  void areOneLineEachOnAScreen(String golden, int columns, boolean bars, boolean coloured)
      throws IOException {
    RunView view = RunView.of(status(step(60, 345), gpus(58, FOUR)));
    String text = RunText.screen(view, new Screen(columns, bars, coloured));
    Golden.same(golden, text);
    assertThat(text.replaceAll("\u001b\\[[0-9]+m", "").lines().filter(l -> l.startsWith("GPU")))
        .hasSize(4)
        .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(columns));
  }

  @Test
  void whatIsNotKnownIsSaid() throws IOException {
    List<Object> some =
        List.of(
            Map.of("id", "MIG-1", "name", "slice", "memMiB", 1024.0, "ofMiB", 2048.0),
            Map.of("id", "GPU-1", "name", "old"));
    RunView view = RunView.of(status(gpus(58, some)));
    Golden.same(
        "watch-gpus-unknown",
        RunText.screen(view, new Screen(80, true, false)) + RunText.lineWithGpus(view) + "\n");
  }

  /** Looks at a run as often as there are statuses. */
  private static List<String> watch(Output form, List<RunStatus> statuses) throws Exception {
    List<String> printed = new ArrayList<>();
    Deque<RunStatus> left = new ArrayDeque<>(statuses);
    new Watching(printed::add, printed::add, form, Optional.empty())
        .follow(left::removeFirst, left::isEmpty);
    return printed;
  }

  @Test
  void inLinesTheyAreToldOnceAMinute() throws Exception {
    List<Object> two = FOUR.subList(0, 2);
    List<String> lines =
        watch(
            Output.table,
            List.of(
                status(step(1, 1)),
                status(step(1, 1), gpus(9, two)),
                status(step(1, 1), gpus(17, two)),
                status(step(20, 2), gpus(17, two)),
                status(step(20, 2), gpus(68, two)),
                status(step(20, 2), gpus(69, two)),
                status(step(20, 2), gpus(77, two))));
    Golden.same("watch-gpus-lines", String.join("", lines));
  }

  @Test
  void inJsonTheyAreAlwaysThere() throws Exception {
    List<String> lines =
        watch(
            Output.json,
            List.of(status(step(1, 1)), status(step(1, 1), gpus(9, FOUR.subList(0, 1)))));
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("\"gpusNow\":[]");
    assertThat(lines.getLast())
        .contains("\"gpusNow\":[" + JsonText.of(Glance.all(gpus(9, FOUR)).getFirst().tree()) + "]");
  }

  @Test
  void coloursAreLeftOutWhereTheyAreNotWanted() {
    assertThat(Screen.terminal(100, Map.of())).isEqualTo(new Screen(100, true, true));
    assertThat(Screen.terminal(0, Map.of("COLUMNS", "60", "NO_COLOR", "1")))
        .isEqualTo(new Screen(60, true, false));
    assertThat(Screen.terminal(0, Map.of("COLUMNS", "x", "NO_COLOR", "", "TERM", "dumb")))
        .isEqualTo(new Screen(80, true, false));
  }
}
