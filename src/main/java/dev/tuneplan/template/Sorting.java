package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Python's {@code sorted}: stable, also in reverse, by {@code <} alone. */
final class Sorting {
  private Sorting() {}

  static List<Object> sorted(
      Run run, List<Object> items, UnaryOperator<Object> key, boolean reverse) {
    record Keyed(Object key, Object item) {}
    List<Keyed> keyed = new ArrayList<>();
    for (Object item : items) {
      keyed.add(new Keyed(key.apply(item), item));
    }
    Comparator<Keyed> order =
        (a, b) -> {
          run.spend(1);
          return Order.holds(run, "<", a.key, b.key)
              ? -1
              : Order.holds(run, "<", b.key, a.key) ? 1 : 0;
        };
    try {
      keyed.sort(reverse ? order.reversed() : order);
    } catch (IllegalArgumentException e) {
      throw Fault.refused("sorting values that have no order");
    }
    return keyed.stream().map(Keyed::item).toList();
  }
}
