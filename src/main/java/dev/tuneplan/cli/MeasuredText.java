package dev.tuneplan.cli;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.sample.Measurement.Measured;
import dev.tuneplan.agent.sample.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a command used, as people and machines read it. What could not be read is left out.
 *
 * @param words of the command
 */
record MeasuredText(List<String> words, Measured measured) {
  private static final double MIB = 1 << 20;

  /** Beside what other programs print. */
  String table() {
    StringBuilder out = new StringBuilder();
    rows().forEach(row -> out.append(Text.of("%-9s %s%n", row.getFirst(), row.getLast())));
    return out.toString();
  }

  String markdown() {
    Table table = new Table("of", "used");
    rows().forEach(row -> table.row(row.getFirst(), row.getLast().replace("|", "\\|")));
    return table.markdown();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "command", Text.of("%.2f s, exit code %d", measured.wallSeconds(), measured.exit())));
    if (!host().isEmpty()) {
      rows.add(List.of("host", host()));
    }
    gpus().forEach(gpu -> rows.add(List.of("gpu", gpu(gpu))));
    measured.notes().forEach(note -> rows.add(List.of("note", note)));
    return rows;
  }

  private String host() {
    List<String> parts = new ArrayList<>();
    seconds(Counter.TREE_CPU)
        .ifPresent(s ->
            parts.add(
                Text.of(
                    "%.2f s of processors (%.2f at a time)",
                    s, s / Math.max(1e-3, measured.wallSeconds()))));
    measured
        .host(Gauge.RESIDENT)
        .ifPresent(s ->
            parts.add(
                Text.of(
                    "%,.0f MiB at most in %.0f processes",
                    s.max(), measured.host(Gauge.PROCESSES).map(Spread::max).orElse(0.0))));
    bytes(Counter.TREE_READ).ifPresent(v -> parts.add(Text.of("%,.1f MiB read", v / MIB)));
    bytes(Counter.TREE_WRITTEN).ifPresent(v -> parts.add(Text.of("%,.1f MiB written", v / MIB)));
    return String.join(", ", parts);
  }

  private String gpu(Device gpu) {
    List<String> parts = new ArrayList<>();
    parts.add(gpu.name());
    spread(gpu, Gauge.BUSY).ifPresent(s -> parts.add(Text.of("%.0f %% busy", s.mean())));
    spread(gpu, Gauge.MEMORY).ifPresent(s -> parts.add(Text.of("%,.0f MiB at most", s.max())));
    spread(gpu, Gauge.POWER).ifPresent(s -> parts.add(Text.of("%.0f W", s.mean())));
    energy(gpu).ifPresent(j -> parts.add(Text.of("%,.0f J", j)));
    return String.join(", ", parts);
  }

  Map<String, Object> tree() {
    Map<String, Object> tree =
        Tree.of(
            "command",
            words,
            "exitCode",
            (long) measured.exit(),
            "wallSeconds",
            rounded(measured.wallSeconds()));
    tree.put(
        "host",
        Tree.of(
            "cpuSeconds", known(seconds(Counter.TREE_CPU)),
            "peakRssMiB", known(measured.host(Gauge.RESIDENT).map(Spread::max)),
            "peakProcesses", known(measured.host(Gauge.PROCESSES).map(s -> Math.round(s.max()))),
            "readBytes", known(bytes(Counter.TREE_READ)),
            "writtenBytes", known(bytes(Counter.TREE_WRITTEN))));
    tree.put("gpus", gpus().stream().map(this::tree).toList());
    tree.put("notes", measured.notes());
    return tree;
  }

  private Map<String, Object> tree(Device gpu) {
    OptionalLong memory = gpu.memoryBytes();
    return Tree.of(
        "id", gpu.id(),
        "name", gpu.name(),
        "memoryMiB",
            known(memory.isPresent() ? Optional.of(memory.getAsLong() / MIB) : Optional.empty()),
        "peakMemMiB", known(spread(gpu, Gauge.MEMORY).map(Spread::max)),
        "busyPercent", known(spread(gpu, Gauge.BUSY).map(Spread::mean)),
        "smActivePercent", known(spread(gpu, Gauge.SM_ACTIVE).map(Spread::mean)),
        "powerW", known(spread(gpu, Gauge.POWER).map(Spread::mean)),
        "energyJ", known(energy(gpu)));
  }

  private List<Device> gpus() {
    return measured.devices().stream().filter(d -> d.kind() != Device.Kind.HOST).toList();
  }

  private Optional<Spread> spread(Device gpu, Gauge gauge) {
    return measured.totals().gauge(gpu.id(), gauge);
  }

  private Optional<Double> energy(Device gpu) {
    OptionalLong all = measured.totals().counter(gpu.id(), Counter.ENERGY);
    return all.isPresent()
        ? Optional.of((double) all.getAsLong() / Counter.ENERGY.perUnit())
        : Optional.empty();
  }

  private Optional<Double> seconds(Counter counter) {
    OptionalLong all = measured.host(counter);
    return all.isPresent()
        ? Optional.of((double) all.getAsLong() / counter.perUnit())
        : Optional.empty();
  }

  private Optional<Long> bytes(Counter counter) {
    OptionalLong all = measured.host(counter);
    return all.isPresent() ? Optional.of(all.getAsLong()) : Optional.empty();
  }

  private static Object known(Optional<?> value) {
    return value.<Object>map(v -> v instanceof Double d ? rounded(d) : v).orElse(Output.None.NONE);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }
}
