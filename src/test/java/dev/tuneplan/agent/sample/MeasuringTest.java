package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.Recorder;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.agent.segment.SegmentReader;
import dev.tuneplan.agent.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MeasuringTest {
  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<SealedLine> lines = new ArrayList<>();

  private Measuring measuring(Source source) {
    SegmentWriter writer =
        new SegmentWriter(
            folder.resolve("samples"), Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of());
    return Measuring.start(
        Moment.now(),
        Map.of("gpu", source),
        Recorder.start(writer, 100, said::add),
        Duration.ofMinutes(1));
  }

  private SegmentReader.Found read() throws IOException {
    return SegmentReader.read(folder.resolve("samples"), lines::add);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> usage(Measuring measuring) {
    return (Map<String, Object>) measuring.totals().get("usage");
  }

  private static void play(Measuring measuring) {
    measuring.phase(Phase.SETUP, Moment.now());
    for (int i = 0; i < 5; i++) {
      measuring.sample(Moment.now());
    }
    measuring.phase(Phase.TRAINING, Moment.now());
    measuring.sample(Moment.now());
    measuring.phase(Phase.STOPPING, Moment.now());
  }

  @Test
  void theRowsOnTheDiskAddUpToTheTotalsThatItSays() throws IOException {
    FakeNvml fake = new FakeNvml(folder).plays("gpus 8", "gpu * power 0:650000", "gpu * util 0:98");
    Measuring measuring = measuring(fake.source());
    play(measuring);
    Map<String, Object> usage = usage(measuring);
    SegmentReader.Found found = read();
    assertThat(found.torn()).isEmpty();
    assertThat(usage.get("segments"))
        .isEqualTo(
            Map.of("lines", found.lines(), "lost", 0L, "crc", found.checksum(), "whole", true));
    Totals totals = new Totals();
    lines.forEach(l -> RowText.parse(l.tree()).ifPresent(totals::add));
    assertThat(totals.devices()).hasSize(8);
    List<?> gpus = (List<?>) usage.get("gpus");
    assertThat(gpus).hasSize(8);
    List<?> phases = (List<?>) usage.get("phases");
    assertThat(phases).isEqualTo(List.of("setup", "training", "stopping"));
    for (Object one : gpus) {
      Map<?, ?> gpu = (Map<?, ?>) one;
      List<?> energy = (List<?>) gpu.get("energyJ");
      for (int i = 0; i < phases.size(); i++) {
        Phase phase = Phase.of((String) phases.get(i)).orElseThrow();
        assertThat(energy.get(i))
            .isEqualTo(
                totals.counter((String) gpu.get("id"), phase, Counter.ENERGY).orElseThrow()
                    / 1000.0);
      }
    }
    assertThat(lines).filteredOn(l -> "device".equals(l.tree().get("is"))).hasSize(8);
    assertThat(lines).filteredOn(l -> "phase".equals(l.tree().get("is"))).hasSize(3);
    assertThat(lines.getLast().tree()).containsEntry("is", "end");
  }

  @Test
  void aDriverThatHangsHoldsUpNobody() throws IOException {
    FakeNvml fake = new FakeNvml(folder).plays("gpus 1", "hang init");
    Measuring measuring = measuring(fake.source());
    play(measuring);
    assertThat(usage(measuring)).containsEntry("gpus", List.of());
    assertThat(read().torn()).isEmpty();
    fake.plays("gpus 1");
  }

  @Test
  void aFaultOfASourceIsWrittenDown() throws IOException {
    Measuring measuring =
        measuring(
            new Source() {
              @Override
              public Inventory open() {
                throw new IllegalStateException("a bug");
              }

              @Override
              public List<Reading> read() {
                return List.of();
              }
            });
    measuring.phase(Phase.SETUP, Moment.now());
    while (said.isEmpty() && lines.stream().noneMatch(MeasuringTest::broken)) {
      measuring.sample(Moment.now());
      lines.clear();
      read();
    }
    assertThat(usage(measuring)).containsEntry("gpus", List.of());
    assertThat(lines).anyMatch(MeasuringTest::broken);
  }

  private static boolean broken(SealedLine line) {
    return "gpu is not read any more: java.lang.IllegalStateException: a bug"
        .equals(line.tree().get("text"));
  }

  @Test
  void aMachineWithoutGpusSaysSo() throws IOException {
    Measuring measuring = measuring(new FakeNvml(folder).plays("gpus 0").source());
    play(measuring);
    measuring.totals();
    read();
    assertThat(lines).extracting(l -> l.tree().get("text")).contains("NVML sees no GPU");
  }

  @Test
  void aClockThatIsSetIsWrittenDown() throws IOException {
    Measuring measuring =
        Measuring.start(
            new Moment(java.time.Instant.now().minusSeconds(3600), System.nanoTime()),
            new LinkedHashMap<>(),
            Recorder.start(
                new SegmentWriter(
                    folder.resolve("samples"), Disk.SYSTEM, SegmentWriter.Sizes.USUAL, Map.of()),
                100,
                said::add),
            Duration.ofMinutes(1));
    measuring.phase(Phase.SETUP, Moment.now());
    measuring.totals();
    read();
    assertThat(lines)
        .filteredOn(l -> "clock".equals(l.tree().get("is")))
        .singleElement()
        .satisfies(l -> assertThat((Double) l.tree().get("setBy")).isBetween(3599.0, 3660.0));
  }
}
