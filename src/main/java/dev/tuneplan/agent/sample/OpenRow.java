package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** A row that is being filled. Used by one thread. */
final class OpenRow {
  private final String device;
  private final Phase phase;
  private final long from;
  private final Map<Gauge, Gathered> gauges = new EnumMap<>(Gauge.class);
  private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
  private final Map<String, Long> signs = new TreeMap<>();
  private long to;
  private Instant at;
  private long count;

  OpenRow(String device, Phase phase, long from, Instant at) {
    this.device = device;
    this.phase = phase;
    this.from = from;
    this.to = from;
    this.at = at;
  }

  Phase phase() {
    return phase;
  }

  long length() {
    return to - from;
  }

  long from() {
    return from;
  }

  /** Time goes by, and counters grow. */
  void grow(long until, Instant wall, Map<Counter, Long> grown) {
    to = until;
    at = wall;
    grown.forEach((counter, v) -> counters.merge(counter, v, Long::sum));
  }

  /** A reading at the end of that time. */
  void add(Reading reading) {
    count++;
    reading
        .gauges()
        .forEach((gauge, v) -> gauges.computeIfAbsent(gauge, g -> new Gathered()).add(v));
    reading.signs().forEach(this::sign);
  }

  void sign(String sign) {
    signs.merge(sign, 1L, Long::sum);
  }

  Row row() {
    Map<Gauge, Spread> spreads = new EnumMap<>(Gauge.class);
    gauges.forEach((gauge, all) -> spreads.put(gauge, all.spread()));
    return new Row(device, phase, from, to, at, count, spreads, counters, signs);
  }
}
