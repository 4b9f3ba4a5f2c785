package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row as a tree of JSON: times in seconds; of each gauge its least, mean and greatest value, and
 * how often it was read where that is not as often as the row; how much each counter grew.
 */
public final class RowText {
  private static final String ROW = "row";
  private static final String PHASE = "phase";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String AT = "at";
  private static final String COUNT = "n";
  private static final String SIGNS = "signs";
  private static final double MICROS = 1e6;

  private RowText() {}

  /** As it is written. */
  public static Map<String, Object> tree(Row row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(ROW, row.device());
    tree.put(PHASE, row.phase().word());
    tree.put(FROM, row.from() / MICROS);
    tree.put(TO, row.to() / MICROS);
    tree.put(AT, row.at().toString());
    tree.put(COUNT, row.count());
    row.gauges()
        .forEach((gauge, s) -> {
          List<Object> three = List.of(s.min(), s.mean(), s.max());
          tree.put(
              gauge.key(),
              s.count() == row.count() ? three : List.of(s.min(), s.mean(), s.max(), s.count()));
        });
    row.counters().forEach((counter, v) -> tree.put(counter.key(), written(counter, v)));
    if (!row.signs().isEmpty()) {
      tree.put(SIGNS, row.signs());
    }
    return tree;
  }

  /** A count in the unit in which it is written. */
  static Object written(Counter counter, long value) {
    return counter.perUnit() == 1 ? (Object) value : (double) value / counter.perUnit();
  }

  /** The opposite of {@link #tree}; empty when it is no row. */
  public static Optional<Row> parse(Map<?, ?> tree) {
    Optional<Phase> phase =
        tree.get(PHASE) instanceof String word ? Phase.of(word) : Optional.empty();
    if (phase.isEmpty()
        || !(tree.get(ROW) instanceof String device)
        || !(tree.get(FROM) instanceof Number from)
        || !(tree.get(TO) instanceof Number to)
        || !(tree.get(AT) instanceof String at)
        || !(tree.get(COUNT) instanceof Number count)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Row(
              device,
              phase.get(),
              Math.round(from.doubleValue() * MICROS),
              Math.round(to.doubleValue() * MICROS),
              Instant.parse(at),
              count.longValue(),
              gauges(tree, count.longValue()),
              counters(tree),
              signs(tree.get(SIGNS))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Map<Gauge, Spread> gauges(Map<?, ?> tree, long count) {
    Map<Gauge, Spread> gauges = new EnumMap<>(Gauge.class);
    for (Gauge gauge : Gauge.values()) {
      if (tree.get(gauge.key()) instanceof List<?> all && all.size() >= 3) {
        gauges.put(
            gauge,
            new Spread(
                number(all.get(0)),
                number(all.get(1)),
                number(all.get(2)),
                all.size() > 3 ? (long) number(all.get(3)) : count));
      }
    }
    return gauges;
  }

  private static Map<Counter, Long> counters(Map<?, ?> tree) {
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      if (tree.get(counter.key()) instanceof Number n) {
        counters.put(counter, read(counter, n));
      }
    }
    return counters;
  }

  private static long read(Counter counter, Number written) {
    return counter.perUnit() == 1
        ? written.longValue()
        : Math.round(written.doubleValue() * counter.perUnit());
  }

  private static Map<String, Long> signs(@Nullable Object tree) {
    Map<String, Long> signs = new TreeMap<>();
    if (tree instanceof Map<?, ?> m) {
      m.forEach((k, v) -> {
        if (v instanceof Number n) {
          signs.put(String.valueOf(k), n.longValue());
        }
      });
    }
    return signs;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number n ? n.doubleValue() : Double.NaN;
  }
}
