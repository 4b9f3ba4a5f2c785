package dev.tuneplan.trace;

import dev.tuneplan.trace.TracedRecord.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints how far the core is from the traced libraries; {@code make agreement} runs it.
 *
 * <p>Arguments: {@code build} or {@code holdout}, then {@code column=value} to choose lines, the
 * name of a column to group by, or {@code rows} for every line by itself. Lines of several GPUs are
 * left out unless {@code parallelism} is chosen.
 */
final class TraceAgreement {
  private TraceAgreement() {}

  public static void main(String[] args) {
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    List<String> chosen = rest.stream().filter(a -> a.contains("=")).toList();
    boolean several = chosen.stream().anyMatch(c -> c.startsWith("parallelism="));
    List<TracedRecord> records =
        TracedRecord.of(args[0]).stream()
            .filter(r -> several || r.alone())
            .filter(r -> chosen.stream().allMatch(c -> matches(r, c)))
            .toList();
    if (rest.contains("rows")) {
      records.forEach(TraceAgreement::row);
      return;
    }
    List<String> columns =
        rest.stream().filter(a -> !a.contains("=") && !a.equals("rows")).toList();
    Map<String, List<TracedRecord>> groups =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    r -> columns.stream().map(r::get).collect(Collectors.joining(" ")),
                    TreeMap::new,
                    Collectors.toList()));
    print(
        "%-32s %5s  %15s  %15s  %15s  %15s%n",
        "median, p95 % off", "n", "memory", "FLOPs", "bytes", "operators");
    groups.forEach(TraceAgreement::group);
    if (groups.size() > 1) {
      group("all", records);
    }
  }

  private static boolean matches(TracedRecord r, String choice) {
    String[] parts = choice.split("=", 2);
    return List.of(parts[1].split(",", -1)).contains(r.get(parts[0]));
  }

  private static void group(String name, List<TracedRecord> records) {
    StringBuilder text = new StringBuilder();
    for (Quantity q :
        List.of(Quantity.MEMORY, Quantity.FLOPS, Quantity.BYTES, Quantity.OPERATORS)) {
      double[] errors = percents(records, q);
      text.append(String.format(Locale.ROOT, "  %7.2f %7.2f", at(errors, 0.5), at(errors, 0.95)));
    }
    print("%-32s %5d%s%n", name, records.size(), text);
  }

  private static void row(TracedRecord r) {
    StringBuilder text = new StringBuilder();
    for (Quantity q : Quantity.values()) {
      text.append(
          String.format(
              Locale.ROOT, " %s %+.1f", q.name().toLowerCase(Locale.ROOT), 100 * r.error(q)));
    }
    print("%s%s | %s%n", r.get("id"), text, options(r));
  }

  private static String options(TracedRecord r) {
    return List.of(
            "method",
            "rank",
            "targets",
            "dora",
            "dropout",
            "modules_to_save",
            "adapter_bytes",
            "weight_bytes",
            "autocast",
            "quantization",
            "upcast",
            "checkpointing",
            "loss",
            "optimizer",
            "accumulation",
            "attention",
            "micro_batch",
            "sequence",
            "peak_phase")
        .stream()
        .map(c -> c + "=" + r.get(c))
        .filter(t -> !t.endsWith("=") && !t.endsWith("=false"))
        .collect(Collectors.joining(" "));
  }

  /** Distances in percent, sorted. */
  static double[] percents(List<TracedRecord> records, Quantity q) {
    return records.stream().mapToDouble(r -> 100 * Math.abs(r.error(q))).sorted().toArray();
  }

  /** A quantile of sorted values. */
  static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.round(quantile * (sorted.length - 1))];
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
