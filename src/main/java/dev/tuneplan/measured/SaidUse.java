package dev.tuneplan.measured;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a wrapper said last of what it measured: lists in the order of its phases.
 *
 * @param usage plain maps, lists, texts and numbers
 */
record SaidUse(Map<?, ?> usage) {
  /** All GPUs together, of which the last words had no room for each. */
  private static final String ALL = "all GPUs";

  private static final double MICROS = 1e6;

  List<PhaseUse> phases() {
    List<PhaseUse> all = new ArrayList<>();
    List<?> names = list(usage.get("phases"));
    for (int i = 0; i < names.size(); i++) {
      OptionalDouble seconds = at(usage.get("s"), i);
      long micros = seconds.isPresent() ? Math.round(seconds.getAsDouble() * MICROS) : 0;
      String phase = String.valueOf(names.get(i));
      List<?> gpus = gpus();
      for (Object gpu : gpus) {
        all.add(phase(map(gpu), String.valueOf(map(gpu).get("id")), phase, i, micros));
      }
      if (gpus.isEmpty() && usage.get("gpuCount") instanceof Number n) {
        all.add(phase(usage, ALL, phase, i, micros * n.longValue()));
      }
    }
    return all;
  }

  private static PhaseUse phase(Map<?, ?> of, String device, String phase, int at, long micros) {
    OptionalDouble joules = at(of.get(Counter.ENERGY.key()), at);
    return new PhaseUse(
        device,
        phase,
        micros,
        joules.isPresent()
            ? OptionalLong.of(Math.round(joules.getAsDouble() * Counter.ENERGY.perUnit()))
            : OptionalLong.empty(),
        new Means(
            at(of.get(Gauge.BUSY.key()), at),
            at(of.get(Gauge.SM_ACTIVE.key()), at),
            at(of.get(Gauge.TENSOR_ACTIVE.key()), at),
            at(of.get(Gauge.POWER.key()), at)),
        OptionalDouble.empty());
  }

  /** The fullest that any GPU was. */
  OptionalDouble peak() {
    return gpus().stream()
        .flatMap(gpu ->
            map(gpu).get(Gauge.MEMORY.key()) instanceof Number n ? Stream.of(n) : Stream.empty())
        .mapToDouble(Number::doubleValue)
        .max();
  }

  private List<?> gpus() {
    return list(usage.get("gpus"));
  }

  private static OptionalDouble at(@Nullable Object list, int index) {
    List<?> all = list(list);
    return index < all.size() && all.get(index) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> l ? l : List.of();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> m ? m : Map.of();
  }
}
