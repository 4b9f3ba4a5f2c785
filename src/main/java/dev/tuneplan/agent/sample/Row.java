package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a device did in some eight seconds of one phase. The rows of a device have no gaps between
 * them: each begins where the one before ended.
 *
 * @param device its id
 * @param from microseconds since the attempt's start, by the monotonic clock
 * @param to not before {@code from}
 * @param at wall time at the end, which clocks that are set may turn back
 * @param count readings in it; 0 when it is the part of a longer silence that fell into this phase
 * @param counters how much each grew
 * @param signs in how many readings each was seen
 */
public record Row(
    String device,
    Phase phase,
    long from,
    long to,
    Instant at,
    long count,
    Map<Gauge, Spread> gauges,
    Map<Counter, Long> counters,
    Map<String, Long> signs) {
  public Row {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("must be 0 <= from <= to, was " + from + ", " + to);
    }
    counters.forEach((c, v) -> {
      if (v < 0) {
        throw new IllegalArgumentException(c.key() + " must be >= 0, was " + v);
      }
    });
    Map<Gauge, Spread> spreads = new EnumMap<>(Gauge.class);
    spreads.putAll(gauges);
    gauges = Collections.unmodifiableMap(spreads);
    Map<Counter, Long> grown = new EnumMap<>(Counter.class);
    grown.putAll(counters);
    counters = Collections.unmodifiableMap(grown);
    signs = Collections.unmodifiableMap(new TreeMap<>(signs));
  }
}
