package dev.tuneplan.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.files.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
  private final Totals totals = new Totals();
  private final List<Device> devices = new ArrayList<>();
  private final Map<Phase, Long> lengths = new EnumMap<>(Phase.class);

  private void device(String id, Device.Kind kind, double value) {
    devices.add(
        new Device(
            id,
            "NVIDIA H100 80GB HBM3",
            kind,
            kind == Device.Kind.MIG ? Optional.of("GPU-0") : Optional.empty(),
            OptionalLong.of(1),
            Map.of(),
            Map.of()));
    Map<Gauge, Spread> gauges = new EnumMap<>(Gauge.class);
    for (Gauge gauge : Gauge.values()) {
      gauges.put(gauge, new Spread(0, value, 2 * value, 10));
    }
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      counters.put(counter, (long) (1e9 * value));
    }
    for (Phase phase : Phase.values()) {
      lengths.put(phase, 123_456_789_012L);
      totals.add(
          new Row(
              id,
              phase,
              0,
              123_456_789_012L,
              Instant.EPOCH,
              1,
              gauges,
              counters,
              Map.of("hardware thermal slowdown", 12345L, "power cap", 12345L)));
    }
  }

  private Map<String, Object> tree() {
    return new Usage(totals, lengths, devices).tree(Measuring.MOST_BYTES);
  }

  private static int bytes(Map<String, Object> tree) {
    return JsonText.of(tree).getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "8, 0", "16, 0", "8, 56", "64, 0"})
  void fitsIntoTheLastWordsWithHoweverManyDevices(int gpus, int slices) {
    device(Device.HOST, Device.Kind.HOST, 54.3);
    for (int i = 0; i < gpus; i++) {
      device("GPU-8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f" + i, Device.Kind.GPU, 98.7);
    }
    for (int i = 0; i < slices; i++) {
      device("MIG-8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f" + i, Device.Kind.MIG, 98.7);
    }
    assertThat(bytes(tree())).isLessThanOrEqualTo(Measuring.MOST_BYTES);
  }

  @Test
  void saysMostOfEightGpus() {
    device(Device.HOST, Device.Kind.HOST, 54.3);
    for (int i = 0; i < 8; i++) {
      device("GPU-8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f" + i, Device.Kind.GPU, 98.7);
    }
    List<?> gpus = (List<?>) tree().get("gpus");
    assertThat(gpus).hasSize(8);
    assertThat(((Map<?, ?>) gpus.get(7)).get("energyJ"))
        .isEqualTo(Collections.nCopies(Phase.values().length, 98_700_000.0));
  }

  @Test
  void saysTheSumOfWhatIsTooMuch() {
    for (int i = 0; i < 64; i++) {
      device("GPU-8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f" + i, Device.Kind.GPU, 1);
    }
    assertThat(tree())
        .containsEntry("gpuCount", 64L)
        .containsEntry("energyJ", Collections.nCopies(Phase.values().length, 64e6))
        .doesNotContainKey("gpus");
  }

  @Test
  void saysWhatIsNotKnownInAPhaseAsNull() {
    device("a", Device.Kind.GPU, 1);
    lengths.clear();
    lengths.put(Phase.SETUP, 1_000_000L);
    Totals only = new Totals();
    only.add(
        new Row(
            "a",
            Phase.TRAINING,
            0,
            1,
            Instant.EPOCH,
            1,
            Map.of(),
            Map.of(Counter.ENERGY, 5000L),
            Map.of()));
    lengths.put(Phase.TRAINING, 2_000_000L);
    assertThat(JsonText.of(new Usage(only, lengths, devices).tree(1000)))
        .isEqualTo(
            "{\"phases\":[\"setup\",\"training\"],\"s\":[1.0,2.0],"
                + "\"gpus\":[{\"id\":\"a\",\"energyJ\":[null,5.0]}]}");
  }
}
