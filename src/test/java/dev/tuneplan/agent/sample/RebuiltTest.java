package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.Recorder;
import dev.tuneplan.agent.segment.SegmentWriter;
import dev.tuneplan.agent.ship.LinesChannel;
import dev.tuneplan.agent.ship.Shipper;
import dev.tuneplan.files.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One attempt with two GPUs, of which one channel alone is left. */
@Timeout(120)
class RebuiltTest {
  @TempDir private Path folder;
  private Map<String, Object> said = Map.of();

  private Path samples() {
    return folder.resolve("attempts/1/samples");
  }

  private void measure() {
    FakeNvml fake = new FakeNvml(folder).plays("gpus 2", "gpu * power 0:400000", "gpu * util 0:75");
    Map<String, dev.tuneplan.agent.reading.Source> sources = new LinkedHashMap<>();
    sources.put("host", Meters.host(folder));
    sources.put("gpu", fake.source());
    Measuring measuring =
        Measuring.start(
            Moment.now(),
            sources,
            Recorder.start(
                new SegmentWriter(
                    samples(), Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of("run", "7f3a")),
                100,
                text -> {}),
            Duration.ofMinutes(1));
    measuring.phase(Phase.SETUP, Moment.now());
    measuring.sample(Moment.now());
    measuring.phase(Phase.TRAINING, Moment.now());
    measuring.sample(Moment.now());
    measuring.phase(Phase.STOPPING, Moment.now());
    said = measuring.totals();
  }

  private Map<?, ?> expected() {
    Map<Object, Object> usage = new LinkedHashMap<>((Map<?, ?>) said.get("usage"));
    usage.remove("segments");
    assertThat((List<?>) usage.get("gpus")).hasSize(2);
    return (Map<?, ?>) PythonJson.read(JsonText.of(usage));
  }

  private static Object plain(Rebuilt rebuilt) {
    return PythonJson.read(JsonText.of(rebuilt.usage()));
  }

  private String shipped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Shipper(
            new Shipper.Origin("7f3a", folder.resolve("attempts"), 0, "samples"),
            new LinesChannel(out),
            text -> {})
        .round();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void segmentsAloneAreEnough() throws IOException {
    measure();
    Rebuilt rebuilt = Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, samples()).orElseThrow();
    assertThat(plain(rebuilt)).isEqualTo(expected());
    assertThat(rebuilt.lacks()).isEmpty();
  }

  @Test
  void linesOfALogAloneAreEnoughWhateverIsBetweenThemAndHoweverOftenTheyCome() {
    measure();
    List<String> lines = shipped().lines().toList();
    // a sidecar that was killed before it knew what it had said says it again
    Stream<String> log =
        Stream.of(lines, lines.subList(2, 5))
            .flatMap(List::stream)
            .flatMap(l -> Stream.of("{'loss': 1.2}", "2026-11-25T12:00:00Z stdout F " + l));
    Map<String, Rebuilt> rebuilt = Rebuilt.ofLog(log);
    assertThat(rebuilt).containsOnlyKeys("1");
    assertThat(plain(rebuilt.get("1"))).isEqualTo(expected());
    assertThat(rebuilt.get("1").lacks()).isEmpty();
    assertThat(rebuilt.get("1").channel()).isEqualTo(Rebuilt.Channel.SHIPPED);
  }

  @Test
  void lastWordsAloneAreEnough() {
    measure();
    Rebuilt rebuilt = Rebuilt.ofLastWords(JsonText.of(said)).orElseThrow();
    assertThat(plain(rebuilt)).isEqualTo(expected());
    assertThat(rebuilt.channel()).isEqualTo(Rebuilt.Channel.LAST_WORDS);
  }

  @Test
  void whatIsMissingIsSaidAndTheBestIsTaken() throws IOException {
    measure();
    List<String> lines = shipped().lines().toList();
    Rebuilt cut = Rebuilt.ofLog(lines.subList(0, lines.size() - 1).stream()).get("1");
    assertThat(cut.lacks()).contains("it has no end: at most the last 10 s are not in it");
    Rebuilt holed =
        Rebuilt.ofLog(
                Stream.concat(
                    lines.subList(0, 2).stream(), lines.subList(4, lines.size()).stream()))
            .get("1");
    assertThat(holed.lacks()).contains("2 lines are missing");
    Rebuilt whole = Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, samples()).orElseThrow();
    Rebuilt last = Rebuilt.ofLastWords(JsonText.of(said)).orElseThrow();
    assertThat(Rebuilt.best(List.of(last, cut, whole))).contains(whole);
    assertThat(Rebuilt.best(List.of(cut, last))).contains(last);
    assertThat(Rebuilt.best(List.of())).isEmpty();
  }

  @Test
  void whatIsNoneIsNone() throws IOException {
    assertThat(Rebuilt.ofSegments(Rebuilt.Channel.SEGMENTS, folder.resolve("nowhere"))).isEmpty();
    assertThat(Rebuilt.ofLog(Stream.of("tuneplan-sample 7f3a 1 {\"seq\":1}", "x"))).isEmpty();
    for (String text : List.of("", "killed", "{}", "{\"usage\":{\"note\":\"it did not end\"}}")) {
      assertThat(Rebuilt.ofLastWords(text)).isEqualTo(Optional.empty());
    }
    assertThat(Files.exists(samples())).isFalse();
  }
}
