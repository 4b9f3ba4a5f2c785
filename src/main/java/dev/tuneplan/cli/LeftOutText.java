package dev.tuneplan.cli;

import dev.tuneplan.benchmark.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of files that teach nothing, counted by reason. */
final class LeftOutText {
  private LeftOutText() {}

  /** The most frequent reason first. */
  private static Map<String, Integer> counts(List<LeftOut> all) {
    Map<String, Integer> counts = new TreeMap<>();
    all.forEach(l -> counts.merge(l.reason(), 1, Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static List<LeftOut> all(List<MeasuredFile.Taught> taught) {
    return taught.stream().flatMap(t -> t.leftOut().stream()).toList();
  }

  /** Empty when no file was read. */
  static String of(List<MeasuredFile.Taught> taught, boolean each) {
    if (taught.isEmpty()) {
      return "";
    }
    List<LeftOut> out = all(taught);
    long runs = taught.stream().mapToLong(MeasuredFile.Taught::runs).sum();
    StringBuilder text =
        new StringBuilder(Text.of("read: %d runs that teach, %d left out%n", runs, out.size()));
    counts(out).forEach((reason, n) -> text.append(Text.of("  %d: %s%n", n, reason)));
    if (each) {
      out.forEach(l -> text.append(Text.of("  %s: %s: %s%n", l.place(), l.id(), l.reason())));
    }
    return text.append('\n').toString();
  }

  /** Beside a calibration, where a file was read. */
  static Map<String, Object> into(
      List<MeasuredFile.Taught> taught, Map<String, Object> calibration) {
    if (taught.isEmpty()) {
      return calibration;
    }
    Map<String, Object> tree = new LinkedHashMap<>(calibration);
    List<Object> rows = new ArrayList<>();
    all(taught)
        .forEach(l ->
            rows.add(Tree.of("place", l.place().toString(), "id", l.id(), "reason", l.reason())));
    tree.put("read", taught.stream().mapToLong(MeasuredFile.Taught::runs).sum());
    tree.put("leftOut", rows);
    return tree;
  }
}
