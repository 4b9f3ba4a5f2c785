package dev.tuneplan.agent.expose;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Metrics in Prometheus' text format 0.0.4 (prometheus.io, exposition formats, read 2026-11-25), in
 * its base units: bytes, seconds, joules. What is not known is left out.
 */
public final class MetricsText {
  private static final double MIB = 1 << 20;
  private static final double KIB = 1 << 10;

  private static final List<Value> GAUGES =
      List.of(
          new Value(Gauge.BUSY, "gpu_busy_percent", 1, "Time in which a kernel ran."),
          new Value(Gauge.SM_ACTIVE, "gpu_sm_active_percent", 1, "Multiprocessors with work."),
          new Value(Gauge.TENSOR_ACTIVE, "gpu_tensor_active_percent", 1, "Tensor cores at work."),
          new Value(Gauge.MEMORY, "memory_used_bytes", MIB, "Memory of a GPU, or of the cgroup."),
          new Value(Gauge.POWER, "gpu_power_watts", 1, "Power of the whole GPU."),
          new Value(Gauge.CLOCK, "gpu_sm_clock_hertz", 1e6, "Clock of the multiprocessors."),
          new Value(Gauge.TEMPERATURE, "gpu_temperature_celsius", 1, "Temperature."),
          new Value(Gauge.RESIDENT, "trainer_resident_bytes", MIB, "Memory of its processes."),
          new Value(Gauge.PROCESSES, "trainer_processes", 1, "Processes of the trainer."),
          new Value(Gauge.DISK_FREE, "disk_free_bytes", MIB, "Room where the run's files are."));

  private static final List<Count> COUNTERS =
      List.of(
          new Count(Counter.ENERGY, "gpu_energy_joules_total", "Energy of the whole GPU."),
          new Count(Counter.ECC_UNCORRECTED, "gpu_ecc_uncorrected_total", "Memory errors."),
          new Count(Counter.TREE_CPU, "trainer_cpu_seconds_total", "Its processor time."),
          new Count(Counter.THROTTLED, "throttled_seconds_total", "Held back by the cgroup."),
          new Count(Counter.TREE_READ, "trainer_read_bytes_total", "From disks."),
          new Count(Counter.TREE_WRITTEN, "trainer_written_bytes_total", "To disks."),
          new Count(Counter.RECEIVED, "network_received_bytes_total", "Without loopback."),
          new Count(Counter.SENT, "network_sent_bytes_total", "Without loopback."),
          new Count(Counter.OOM_KILLS, "oom_kills_total", "Kills for want of memory."));

  private static final List<Told> PROGRESS =
      List.of(
          new Told("step", "step", "Optimizer steps done."),
          new Told("total", "steps_planned", "Optimizer steps of the whole run."),
          new Told("loss", "loss", "Loss of training."),
          new Told("tokens", "tokens", "Tokens seen."),
          new Told("tokensPerSecond", "tokens_per_second", "By our own clock."));

  private final Latest latest;
  private final StringBuilder out = new StringBuilder();

  private record Value(Gauge gauge, String name, double perUnit, String help) {}

  private record Count(Counter counter, String name, String help) {}

  private record Told(String key, String name, String help) {}

  private MetricsText(Latest latest) {
    this.latest = latest;
  }

  /** All of them. */
  public static String of(Latest latest) {
    MetricsText text = new MetricsText(latest);
    text.all();
    return text.out.toString();
  }

  private void all() {
    for (Value value : GAUGES) {
      Map<String, Double> found = new LinkedHashMap<>();
      latest
          .devices()
          .keySet()
          .forEach(device -> {
            OptionalDouble mean = latest.gauge(device, value.gauge);
            mean.ifPresent(v -> found.put(device, v * value.perUnit));
          });
      metric(value.name, "gauge", value.help, found);
    }
    for (Count count : COUNTERS) {
      Map<String, Double> found = new LinkedHashMap<>();
      latest
          .devices()
          .keySet()
          .forEach(device -> {
            OptionalLong sum = latest.counter(device, count.counter);
            sum.ifPresent(v -> found.put(device, (double) v / count.counter.perUnit()));
          });
      metric(count.name, "counter", count.help, found);
    }
    for (Told told : PROGRESS) {
      latest
          .progress(told.key)
          .ifPresent(v -> metric(told.name, "gauge", told.help, Map.of("", v)));
    }
    latest
        .phase()
        .ifPresent(phase -> {
          begin("phase", "gauge", "1 for the phase that it is in.");
          out.append("tuneplan_phase{").append(labels()).append(",phase=\"").append(escaped(phase));
          out.append("\"} 1\n");
        });
  }

  /** By device; the name of none is that of the attempt as such. */
  private void metric(String name, String type, String help, Map<String, Double> values) {
    if (values.isEmpty()) {
      return;
    }
    begin(name, type, help);
    values.forEach((id, value) -> {
      out.append("tuneplan_").append(name).append('{').append(labels());
      if (!id.isEmpty()) {
        Device device = latest.devices().get(id);
        out.append(",device=\"").append(escaped(id)).append("\",model=\"");
        out.append(escaped(device == null ? "" : device.name())).append('"');
      }
      out.append("} ").append(number(value)).append('\n');
    });
  }

  private void begin(String name, String type, String help) {
    out.append("# HELP tuneplan_").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE tuneplan_").append(name).append(' ').append(type).append('\n');
  }

  private String labels() {
    Latest.Place place = latest.place();
    return "run=\""
        + escaped(place.run())
        + "\",attempt=\""
        + escaped(place.attempt())
        + "\",node=\""
        + place.node()
        + "\"";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < KIB * KIB * KIB * KIB * KIB
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
