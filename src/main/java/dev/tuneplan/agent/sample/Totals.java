package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What rows add up to, by device and phase. They do so wherever they come from: the wrapper's
 * memory, or segments that were read. Used by one thread.
 */
public final class Totals {
  private final Map<String, Map<Phase, Tally>> devices = new LinkedHashMap<>();

  /** A device in a phase. Used by one thread. */
  static final class Tally {
    private long micros;
    private final Map<Gauge, Gathered> gauges = new EnumMap<>(Gauge.class);
    private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    private final Map<String, Long> signs = new TreeMap<>();

    private void add(Row row) {
      micros += row.to() - row.from();
      row.gauges().forEach((gauge, s) -> gauges.computeIfAbsent(gauge, g -> new Gathered()).add(s));
      row.counters().forEach((counter, v) -> counters.merge(counter, v, Long::sum));
      row.signs().forEach((sign, n) -> signs.merge(sign, n, Long::sum));
    }
  }

  /** Adds a row. */
  public void add(Row row) {
    devices
        .computeIfAbsent(row.device(), d -> new EnumMap<>(Phase.class))
        .computeIfAbsent(row.phase(), p -> new Tally())
        .add(row);
  }

  /** The devices that there are rows of, in the order of their first. */
  public Set<String> devices() {
    return devices.keySet();
  }

  /** The phases in which a device was read. */
  public Set<Phase> phases(String device) {
    return devices.getOrDefault(device, Map.of()).keySet();
  }

  /** Microseconds that a device was read in a phase. */
  public long micros(String device, Phase phase) {
    return tally(device, phase).map(t -> t.micros).orElse(0L);
  }

  /** How much a counter grew in a phase; empty when it was never read there. */
  public OptionalLong counter(String device, Phase phase, Counter counter) {
    Optional<Long> value = tally(device, phase).map(t -> t.counters.get(counter));
    return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
  }

  /** How much a counter grew in all; empty when it was never read. */
  public OptionalLong counter(String device, Counter counter) {
    long sum = 0;
    boolean any = false;
    for (Phase phase : phases(device)) {
      OptionalLong one = counter(device, phase, counter);
      any |= one.isPresent();
      sum += one.orElse(0);
    }
    return any ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  /** How a value was spread in a phase; empty when it was never read there. */
  public Optional<Spread> gauge(String device, Phase phase, Gauge gauge) {
    return tally(device, phase).map(t -> t.gauges.get(gauge)).map(Gathered::spread);
  }

  /** How a value was spread in all; empty when it was never read. */
  public Optional<Spread> gauge(String device, Gauge gauge) {
    Gathered all = new Gathered();
    boolean any = false;
    for (Phase phase : phases(device)) {
      Optional<Spread> one = gauge(device, phase, gauge);
      any |= one.isPresent();
      one.ifPresent(all::add);
    }
    return any ? Optional.of(all.spread()) : Optional.empty();
  }

  /** How many readings each sign was seen in. */
  public Map<String, Long> signs(String device) {
    Map<String, Long> all = new TreeMap<>();
    devices
        .getOrDefault(device, Map.of())
        .values()
        .forEach(t -> t.signs.forEach((sign, n) -> all.merge(sign, n, Long::sum)));
    return all;
  }

  private Optional<Tally> tally(String device, Phase phase) {
    return Optional.ofNullable(devices.getOrDefault(device, Map.of()).get(phase));
  }
}
