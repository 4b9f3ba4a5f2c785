package dev.tuneplan.agent.amd;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.KernelFile;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.record.Moment;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A GPU by the files of the driver amdgpu (drivers/gpu/drm/amd/pm/amdgpu_pm.c, "hwmon interfaces",
 * read 2026-11-25): microwatts, of the whole package; Hz; millidegrees.
 *
 * @param folder of its PCI device
 */
record Card(Path folder) {
  private static final String AMD = "0x1002";
  private static final double MIB = 1 << 20;
  private static final double MICRO = 1e6;
  private static final double MILLI = 1e3;
  private static final long MICROJOULES_PER_MILLIJOULE = 1000;

  /** Whether an entry of /sys/class/drm is a GPU of AMD, and not one of its connectors. */
  static boolean here(Path entry) {
    return entry.getFileName().toString().matches("card[0-9]+")
        && KernelFile.text(entry.resolve("device/vendor"))
            .filter(v -> v.strip().equals(AMD))
            .isPresent();
  }

  Device device() {
    Map<String, String> missing = new TreeMap<>();
    Reading now = read();
    for (Gauge gauge : List.of(Gauge.BUSY, Gauge.MEMORY, Gauge.POWER, Gauge.CLOCK)) {
      if (now.gauge(gauge).isEmpty()) {
        missing.put(gauge.key(), "not told by the driver");
      }
    }
    if (now.counter(Counter.ENERGY).isEmpty()) {
      missing.put(Counter.ENERGY.key(), "not told by the driver");
    }
    return new Device(
        id(),
        word("product_name").orElse("AMD GPU " + word("device").orElse("")).strip(),
        Device.Kind.GPU,
        Optional.empty(),
        KernelFile.number(folder.resolve("mem_info_vram_total")),
        Map.of(),
        missing);
  }

  private String id() {
    Optional<String> slot =
        KernelFile.lines(folder.resolve("uevent")).stream()
            .filter(l -> l.startsWith("PCI_SLOT_NAME="))
            .map(l -> l.substring(l.indexOf('=') + 1))
            .findFirst();
    return "AMD-" + word("unique_id").or(() -> slot).orElse(folder.toString());
  }

  private Optional<String> word(String file) {
    return KernelFile.text(folder.resolve(file)).map(String::strip).filter(w -> !w.isEmpty());
  }

  Reading read() {
    Moment at = Moment.now();
    Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);
    put(gauges, Gauge.BUSY, number("gpu_busy_percent"), 1);
    put(gauges, Gauge.MEMORY_BUSY, number("mem_busy_percent"), 1);
    put(gauges, Gauge.MEMORY, number("mem_info_vram_used"), MIB);
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    for (Path sensors : AmdSource.list(folder.resolve("hwmon"), "hwmon*")) {
      OptionalLong average = KernelFile.number(sensors.resolve("power1_average"));
      // newer GPUs tell the power of the moment alone
      put(
          gauges,
          Gauge.POWER,
          average.isPresent() ? average : KernelFile.number(sensors.resolve("power1_input")),
          MICRO);
      put(gauges, Gauge.CLOCK, KernelFile.number(sensors.resolve("freq1_input")), MICRO);
      put(gauges, Gauge.TEMPERATURE, KernelFile.number(sensors.resolve("temp1_input")), MILLI);
      KernelFile.number(sensors.resolve("energy1_input"))
          .ifPresent(v -> counters.put(Counter.ENERGY, v / MICROJOULES_PER_MILLIJOULE));
    }
    return new Reading(id(), at, gauges, counters, List.of());
  }

  private OptionalLong number(String file) {
    return KernelFile.number(folder.resolve(file));
  }

  private static void put(
      Map<Gauge, Double> gauges, Gauge gauge, OptionalLong value, double perUnit) {
    value.ifPresent(v -> gauges.put(gauge, v / perUnit));
  }
}
