package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.Sight;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What the GPUs were like in the last minutes. Used by one thread. */
final class Window {
  private static final long SECOND = 1_000_000;
  private static final long LONG = 600 * SECOND;
  private static final long MOST_SLACK = 5 * SECOND;

  /** The median is found in steps of so many watts. */
  private static final int WATTS = 5;

  private final Map<String, Deque<Seen>> devices = new HashMap<>();
  private final TreeMap<Integer, Long> training = new TreeMap<>();
  private final long lately;

  /** Readings are about a second apart: a window is full a little before its end. */
  private final long slack;

  private long trained;

  /** With a shorter window of that length, beside that of ten minutes. */
  Window(Duration lately) {
    this.lately = lately.toNanos() / 1000;
    this.slack = Math.min(MOST_SLACK, this.lately / 4);
  }

  private record Seen(long at, double busy, OptionalDouble watts) {}

  /**
   * Takes a reading; of what has no utilisation nothing is known.
   *
   * @param at microseconds since the start
   */
  void take(Reading reading, Phase phase, long at) {
    if (reading.gauge(Gauge.BUSY).isEmpty()) {
      return;
    }
    OptionalDouble watts = reading.gauge(Gauge.POWER);
    Deque<Seen> seen = devices.computeIfAbsent(reading.device(), d -> new ArrayDeque<>());
    seen.addLast(new Seen(at, reading.gauge(Gauge.BUSY).getAsDouble(), watts));
    while (seen.getFirst().at < at - LONG) {
      seen.removeFirst();
    }
    if (phase == Phase.TRAINING && watts.isPresent()) {
      training.merge((int) (watts.getAsDouble() / WATTS), 1L, Long::sum);
      trained++;
    }
  }

  /** As it is at a moment. */
  Sight sight(long at) {
    Gathered busy = new Gathered();
    Gathered watts = new Gathered();
    double busiest = Double.NEGATIVE_INFINITY;
    boolean recent = !devices.isEmpty();
    boolean longer = !devices.isEmpty();
    boolean powered = false;
    for (Deque<Seen> seen : devices.values()) {
      Gathered all = new Gathered();
      recent &= seen.getFirst().at <= at - lately + slack && seen.getLast().at >= at - slack;
      longer &= seen.getFirst().at <= at - LONG + slack && seen.getLast().at >= at - slack;
      for (Seen one : seen) {
        all.add(one.busy);
        if (one.at >= at - lately) {
          busy.add(one.busy);
          powered |= one.watts.isPresent();
          one.watts.ifPresent(watts::add);
        }
      }
      busiest = Math.max(busiest, all.spread().mean());
    }
    return new Sight(
        recent ? OptionalDouble.of(busy.spread().mean()) : OptionalDouble.empty(),
        longer ? OptionalDouble.of(busiest) : OptionalDouble.empty(),
        recent && powered ? OptionalDouble.of(watts.spread().mean()) : OptionalDouble.empty(),
        usual());
  }

  private OptionalDouble usual() {
    long left = trained / 2;
    for (Map.Entry<Integer, Long> step : training.entrySet()) {
      left -= step.getValue();
      if (left < 0) {
        return OptionalDouble.of((step.getKey() + 0.5) * WATTS);
      }
    }
    return OptionalDouble.empty();
  }
}
