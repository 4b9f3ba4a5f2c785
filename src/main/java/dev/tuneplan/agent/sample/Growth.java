package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much a device's counters grow from reading to reading. One that is set back, as a GPU's
 * energy is when its driver is loaded anew, grows by what its power says or else by what it shows
 * since. A GPU without a counter of energy gets one from its power. Used by one thread.
 */
final class Growth {
  /** Watts times microseconds are microjoules. */
  private static final double MICROJOULES_PER_MILLIJOULE = 1000;

  private static final long NANOS_PER_MICRO = 1000;

  private final Map<Counter, Long> last = new EnumMap<>(Counter.class);
  private Optional<Reading> before = Optional.empty();

  /**
   * What happened since the reading before.
   *
   * @param counters how much each grew; none is below zero
   * @param signs counters that were set back
   */
  record Grown(Map<Counter, Long> counters, List<String> signs) {}

  /** Takes the next reading; the first one has nothing before it. */
  Grown next(Reading reading) {
    Map<Counter, Long> grown = new EnumMap<>(Counter.class);
    List<String> signs = new ArrayList<>();
    Optional<Long> byPower = before.flatMap(b -> byPower(b, reading));
    reading
        .counters()
        .forEach((counter, value) -> {
          Long known = last.put(counter, value);
          if (known != null && value >= known) {
            grown.put(counter, value - known);
          } else if (known != null) {
            signs.add(counter.key() + " set back");
            grown.put(counter, counter == Counter.ENERGY ? byPower.orElse(value) : value);
          }
        });
    if (!last.containsKey(Counter.ENERGY)) {
      byPower.ifPresent(v -> grown.put(Counter.ENERGY, v));
    }
    before = Optional.of(reading);
    return new Grown(grown, signs);
  }

  /** Millijoules between two readings. */
  private static Optional<Long> byPower(Reading from, Reading to) {
    if (from.gauge(Gauge.POWER).isEmpty() || to.gauge(Gauge.POWER).isEmpty()) {
      return Optional.empty();
    }
    double watts =
        (from.gauge(Gauge.POWER).getAsDouble() + to.gauge(Gauge.POWER).getAsDouble()) / 2;
    double micros = (double) to.at().since(from.at()).toNanos() / NANOS_PER_MICRO;
    return Optional.of(Math.max(0, Math.round(watts * micros / MICROJOULES_PER_MILLIJOULE)));
  }
}
