package dev.tuneplan.agent.nvml;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.record.Moment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what a GPU says of itself, and what it does not say. */
final class Found {
  private final Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);
  private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
  private final List<String> signs = new ArrayList<>();
  private final Map<String, String> missing = new TreeMap<>();

  Map<Gauge, Double> gauges() {
    return gauges;
  }

  Map<String, String> missing() {
    return missing;
  }

  /** A value in units of which so many make one. */
  void add(Gauge gauge, Answer<Long> answer, double perUnit) {
    answer.use(v -> gauges.put(gauge, v / perUnit), why -> missing(gauge.key(), why));
  }

  void add(Counter counter, Answer<Long> answer) {
    answer.use(
        v -> {
          // a count of 2^63 and more is what drivers say of what they do not know
          if (v >= 0) {
            counters.put(counter, v);
          }
        },
        why -> missing(counter.key(), why));
  }

  void sign(String sign) {
    signs.add(sign);
  }

  void missing(String key, Status why) {
    missing.put(key, why.words());
  }

  Reading reading(String device, Moment at) {
    return new Reading(device, at, gauges, counters, signs);
  }
}
