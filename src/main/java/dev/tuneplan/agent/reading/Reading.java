package dev.tuneplan.agent.reading;

import dev.tuneplan.agent.record.Moment;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was read of a device at a moment. What is not there could not be read; the device's {@link
 * Device#missing} says why when that is so for good.
 *
 * @param device its id
 * @param signs what is true at this moment, such as a reason for a low clock, or happened since the
 *     last reading; what happened twice is there twice
 */
public record Reading(
    String device,
    Moment at,
    Map<Gauge, Double> gauges,
    Map<Counter, Long> counters,
    List<String> signs) {
  public Reading {
    gauges.forEach((g, v) -> {
      if (!Double.isFinite(v)) {
        throw new IllegalArgumentException(g.key() + " must be a number, was " + v);
      }
    });
    counters.forEach((c, v) -> {
      if (v < 0) {
        throw new IllegalArgumentException(c.key() + " must be >= 0, was " + v);
      }
    });
    Map<Gauge, Double> ups = new EnumMap<>(Gauge.class);
    ups.putAll(gauges);
    gauges = Collections.unmodifiableMap(ups);
    Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    counts.putAll(counters);
    counters = Collections.unmodifiableMap(counts);
    signs = List.copyOf(signs);
  }

  /** A value; empty when it could not be read. */
  public OptionalDouble gauge(Gauge gauge) {
    Double value = gauges.get(gauge);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** A count; empty when it could not be read. */
  public OptionalLong counter(Counter counter) {
    Long value = counters.get(counter);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Whether nothing of it could be read. */
  public boolean empty() {
    return gauges.isEmpty() && counters.isEmpty();
  }
}
