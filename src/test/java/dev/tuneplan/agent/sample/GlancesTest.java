package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.segment.Lines;
import dev.tuneplan.agent.segment.SealedLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GlancesTest {
  private static final Instant AT = Instant.parse("2026-11-25T12:00:08Z");

  private final Glances glances = new Glances();

  private static SealedLine device(String id, Device.Kind kind) {
    Map<String, Object> tree =
        DeviceText.tree(
            new Device(
                id,
                "H100",
                kind,
                Optional.empty(),
                OptionalLong.of(80L << 30),
                Map.of(),
                Map.of()));
    tree.put("is", "device");
    return Lines.of(1, tree);
  }

  private static SealedLine row(String id, Map<Gauge, Spread> gauges, long count) {
    return Lines.of(
        2,
        RowText.tree(
            new Row(id, Phase.TRAINING, 0, 8_000_000, AT, count, gauges, Map.of(), Map.of())));
  }

  private static Map<Gauge, Spread> gauges(double busy, double watts) {
    return Map.of(
        Gauge.BUSY, new Spread(0, busy, 100, 8),
        Gauge.MEMORY, new Spread(1000, 70_000.04, 80_000, 8),
        Gauge.POWER, new Spread(100, watts, 700, 8));
  }

  @Test
  void showTheMeansOfTheNewestRow() {
    glances.add(device("GPU-1", Device.Kind.GPU));
    glances.add(device(Device.HOST, Device.Kind.HOST));
    assertThat(glances.event()).isEmpty();
    glances.add(row("GPU-1", gauges(10, 100), 8));
    glances.add(row(Device.HOST, gauges(10, 100), 8));
    glances.add(row("GPU-1", gauges(97.26, 644.81), 8));
    // the part of a silence that fell into another phase
    glances.add(row("GPU-1", Map.of(), 0));
    Event event = glances.event().orElseThrow();
    assertThat(event.at()).isEqualTo(AT);
    assertThat(Glance.all(Event.parse(event.line()).orElseThrow()))
        .containsExactly(
            new Glance(
                "GPU-1",
                "H100",
                OptionalDouble.of(97.3),
                OptionalDouble.of(70_000),
                OptionalDouble.of(81_920),
                OptionalDouble.of(644.8)));
  }

  @Test
  void takeNamesFromWhatWasToldWhenTheirLinesAreGone() {
    glances.add(device("GPU-1", Device.Kind.GPU));
    glances.add(row("GPU-1", gauges(50, 300), 8));
    Event told = glances.event().orElseThrow();
    Glances later = new Glances();
    later.add(row("GPU-1", gauges(90, 600), 8));
    assertThat(later.event()).isEmpty();
    later.know(told);
    assertThat(Glance.all(later.event().orElseThrow()))
        .extracting(Glance::name, g -> g.busy().orElse(0), g -> g.ofMiB().orElse(0))
        .containsExactly(org.assertj.core.groups.Tuple.tuple("H100", 90.0, 81_920.0));
  }

  @Test
  void areNoneWhereNothingIsTold() {
    assertThat(Glance.all(new Event(AT, "gpus", Map.of("gpus", "two")))).isEmpty();
    assertThat(Glance.all(new Event(AT, "gpus", Map.of("gpus", List.of(Map.of("id", 3L))))))
        .isEmpty();
  }
}
