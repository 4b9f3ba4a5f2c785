package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a GPU, or a slice of one, was like in its newest row, as those who watch see it.
 *
 * @param id of the hardware
 * @param busy percent
 * @param memoryMiB in use
 * @param ofMiB all of its memory
 * @param watts on the average; a slice has none of its own
 */
public record Glance(
    String id,
    String name,
    OptionalDouble busy,
    OptionalDouble memoryMiB,
    OptionalDouble ofMiB,
    OptionalDouble watts) {
  /** The kind of the event that tells of GPUs, and its key of their list. */
  public static final String GPUS = "gpus";

  private static final String ID = "id";
  private static final String NAME = "name";
  private static final String OF = "ofMiB";

  static Glance of(Device device, Map<Gauge, Spread> gauges) {
    return new Glance(
        device.id(),
        device.name(),
        mean(gauges, Gauge.BUSY),
        mean(gauges, Gauge.MEMORY),
        device.memoryBytes().isPresent()
            ? OptionalDouble.of(tenths(device.memoryBytes().getAsLong() / (double) (1 << 20)))
            : OptionalDouble.empty(),
        mean(gauges, Gauge.POWER));
  }

  private static OptionalDouble mean(Map<Gauge, Spread> gauges, Gauge gauge) {
    return Optional.ofNullable(gauges.get(gauge))
        .map(s -> OptionalDouble.of(tenths(s.mean())))
        .orElse(OptionalDouble.empty());
  }

  private static double tenths(double value) {
    return Math.rint(value * 10) / 10;
  }

  /** As it is told; what is not known is left out. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(ID, id);
    tree.put(NAME, name);
    busy.ifPresent(v -> tree.put(Gauge.BUSY.key(), v));
    memoryMiB.ifPresent(v -> tree.put(Gauge.MEMORY.key(), v));
    ofMiB.ifPresent(v -> tree.put(OF, v));
    watts.ifPresent(v -> tree.put(Gauge.POWER.key(), v));
    return tree;
  }

  /** What an event tells; what is no GPU is left out. */
  public static List<Glance> all(Event event) {
    return event.data().get(GPUS) instanceof List<?> all
        ? all.stream().flatMap(g -> parse(g).stream()).toList()
        : List.of();
  }

  private static Optional<Glance> parse(@Nullable Object tree) {
    return tree instanceof Map<?, ?> m
            && m.get(ID) instanceof String id
            && m.get(NAME) instanceof String name
        ? Optional.of(
            new Glance(
                id,
                name,
                number(m.get(Gauge.BUSY.key())),
                number(m.get(Gauge.MEMORY.key())),
                number(m.get(OF)),
                number(m.get(Gauge.POWER.key()))))
        : Optional.empty();
  }

  private static OptionalDouble number(@Nullable Object value) {
    return value instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
  }
}
