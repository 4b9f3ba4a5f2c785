package dev.tuneplan.cli;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.sample.Rebuilt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What attempts used, as people and machines read it.
 *
 * @param attempts by their names; one whose name is not known has none
 */
record SamplesText(Map<String, Rebuilt> attempts) {
  private static final double HOUR = 3600;

  String text(boolean markdown) {
    StringBuilder out = new StringBuilder();
    attempts.forEach((name, rebuilt) -> {
      out.append(name.isEmpty() ? "An attempt" : "Attempt " + name);
      out.append(", by its ").append(rebuilt.channel().words());
      rebuilt.lacks().ifPresent(why -> out.append(" (").append(why).append(')'));
      out.append(markdown ? "\n\n" : "\n");
      Table table = table(rebuilt.usage());
      out.append(markdown ? table.markdown() : table.text()).append('\n');
    });
    return out.toString();
  }

  private static Table table(Map<String, Object> usage) {
    Table table = new Table("phase", "time", "GPU energy", "processors");
    List<?> phases = list(usage.get("phases"));
    double[] sums = new double[3];
    for (int i = 0; i < phases.size(); i++) {
      double[] row = {
        at(usage.get("s"), i),
        energy(usage, i),
        at(map(usage.get(Device.HOST)).get(Counter.TREE_CPU.key()), i)
      };
      for (int k = 0; k < row.length; k++) {
        sums[k] += row[k];
      }
      table.row(cells(String.valueOf(phases.get(i)), row));
    }
    return table.row(cells("all", sums));
  }

  private static String[] cells(String name, double[] row) {
    return new String[] {
      name, cell("%,.1f s", row[0]), cell("%,.3f Wh", row[1] / HOUR), cell("%,.1f s", row[2])
    };
  }

  /** What is not known is no 0. */
  private static String cell(String format, double value) {
    return Double.isNaN(value) ? "" : Text.of(format, value);
  }

  /** Joules of all GPUs in a phase; not known when there is none that tells. */
  private static double energy(Map<String, Object> usage, int phase) {
    double[] all =
        list(usage.get("gpus")).stream()
            .mapToDouble(gpu -> at(map(gpu).get(Counter.ENERGY.key()), phase))
            .filter(v -> !Double.isNaN(v))
            .toArray();
    return all.length == 0
        ? at(usage.get(Counter.ENERGY.key()), phase)
        : java.util.Arrays.stream(all).sum();
  }

  private static double at(@Nullable Object list, int index) {
    List<?> all = list(list);
    return index < all.size() && all.get(index) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> l ? l : List.of();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> m ? m : Map.of();
  }

  Map<String, Object> tree() {
    List<Object> all = new ArrayList<>();
    attempts.forEach((name, rebuilt) ->
        all.add(
            Tree.of(
                "attempt", name,
                "channel", rebuilt.channel().words(),
                "whole", rebuilt.lacks().isEmpty(),
                "lacks", rebuilt.lacks().<Object>map(w -> w).orElse(Output.None.NONE),
                "untilSeconds", rebuilt.until(),
                "usage", rebuilt.usage())));
    return Tree.of("attempts", all);
  }
}
