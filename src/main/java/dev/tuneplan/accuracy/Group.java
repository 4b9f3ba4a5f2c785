package dev.tuneplan.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rows that are summed up together.
 *
 * @param name such as {@code method qlora}
 * @param memory errors of memory
 * @param speed errors of tokens per second
 * @param wall errors of hours
 */
public record Group(String name, Summary memory, Summary speed, Summary wall) {
  /** All rows, then by method, stack, GPU and number of GPUs. */
  public static List<Group> of(List<Row> rows) {
    List<Group> groups = new ArrayList<>();
    groups.add(of("all", rows, r -> true));
    by(groups, "method", rows, r -> r.about().method());
    by(groups, "stack", rows, r -> r.about().stack());
    by(groups, "GPU", rows, r -> r.about().gpu());
    by(groups, "GPUs", rows, r -> Integer.toString(r.about().gpus()));
    return groups;
  }

  private static void by(
      List<Group> groups, String what, List<Row> rows, Function<Row, String> key) {
    rows.stream()
        .filter(Row::scored)
        .map(key)
        .distinct()
        .sorted((a, b) ->
            what.equals("GPUs")
                ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b))
                : a.compareTo(b))
        .forEach(k -> groups.add(of(what + " " + k, rows, r -> key.apply(r).equals(k))));
  }

  private static Group of(String name, List<Row> rows, Predicate<Row> in) {
    List<Row> chosen = rows.stream().filter(in).toList();
    return new Group(
        name,
        summary(chosen, Row::memory),
        summary(chosen, Row::speed),
        summary(chosen, Row::wall));
  }

  private static Summary summary(List<Row> rows, Function<Row, Optional<Score>> what) {
    return Summary.of(rows.stream().flatMap(r -> what.apply(r).stream()).toList());
  }
}
