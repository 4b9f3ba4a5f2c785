package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Phase;
import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.files.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Totals in few words, since a container's last words have 4096 bytes for all of them: values by
 * phase are lists in the order of {@code phases}. The more devices there are, the less is said of
 * each; energy by phase is said in every case.
 *
 * @param lengths microseconds of each phase
 * @param devices those that were read
 */
record Usage(Totals totals, Map<Phase, Long> lengths, List<Device> devices) {
  private static final double MICROS = 1e6;
  private static final double BRIEF = 1000;

  private static final List<Counter> BY_PHASE =
      List.of(Counter.ENERGY, Counter.CPU, Counter.TREE_CPU);

  /** How much is said of a GPU. */
  private enum Detail {
    ALL,
    NUMBERS,
    SHORT,
    ENERGY,
    SUM;

    List<Counter> counters() {
      return compareTo(NUMBERS) <= 0 ? List.of(Counter.values()) : List.of(Counter.ENERGY);
    }

    List<Gauge> peaks() {
      return switch (this) {
        case ALL, NUMBERS ->
            List.of(Gauge.MEMORY, Gauge.MEMORY_PEAK, Gauge.WORKING_SET, Gauge.RESIDENT);
        case SHORT -> List.of(Gauge.MEMORY);
        case ENERGY, SUM -> List.of();
      };
    }

    List<Gauge> means() {
      return switch (this) {
        case ALL, NUMBERS -> List.of(Gauge.BUSY, Gauge.POWER, Gauge.SM_ACTIVE, Gauge.TENSOR_ACTIVE);
        case SHORT -> List.of(Gauge.BUSY);
        case ENERGY, SUM -> List.of();
      };
    }
  }

  /** As much as goes into so many bytes. */
  Map<String, Object> tree(int mostBytes) {
    Map<String, Object> tree = tree(Detail.ALL);
    for (Detail detail : List.of(Detail.NUMBERS, Detail.SHORT, Detail.ENERGY, Detail.SUM)) {
      if (JsonText.of(tree).getBytes(StandardCharsets.UTF_8).length > mostBytes) {
        tree = tree(detail);
      }
    }
    return tree;
  }

  private Map<String, Object> tree(Detail detail) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("phases", lengths.keySet().stream().map(Phase::word).toList());
    tree.put("s", lengths.values().stream().map(v -> (Object) brief(v / MICROS)).toList());
    List<Object> gpus = new ArrayList<>();
    for (Device device : devices) {
      if (device.kind() == Device.Kind.HOST) {
        tree.put(Device.HOST, device(device, detail == Detail.ALL ? detail : Detail.NUMBERS));
      } else {
        gpus.add(device(device, detail));
      }
    }
    if (detail == Detail.SUM) {
      tree.put("gpuCount", (long) gpus.size());
      tree.put(Counter.ENERGY.key(), list(phase -> sum(phase)));
    } else {
      tree.put("gpus", gpus);
    }
    return tree;
  }

  private @Nullable Object sum(Phase phase) {
    long sum = 0;
    for (Device device : devices) {
      sum += totals.counter(device.id(), phase, Counter.ENERGY).orElse(0);
    }
    return counted(OptionalLong.of(sum), Counter.ENERGY);
  }

  private Map<String, Object> device(Device device, Detail detail) {
    String id = device.id();
    Map<String, Object> tree = new LinkedHashMap<>();
    if (device.kind() != Device.Kind.HOST) {
      tree.put("id", id);
    }
    for (Counter counter : detail.counters()) {
      OptionalLong all = totals.counter(id, counter);
      if (all.isPresent() && BY_PHASE.contains(counter)) {
        tree.put(
            counter.key(), list(phase -> counted(totals.counter(id, phase, counter), counter)));
      } else if (all.isPresent() && all.getAsLong() > 0) {
        tree.put(counter.key(), RowText.written(counter, all.getAsLong()));
      }
    }
    for (Gauge gauge : detail.peaks()) {
      totals.gauge(id, gauge).ifPresent(s -> tree.put(gauge.key(), s.max()));
    }
    for (Gauge gauge : detail.means()) {
      if (totals.gauge(id, gauge).isPresent()) {
        tree.put(gauge.key(), list(phase -> mean(id, phase, gauge)));
      }
    }
    Map<String, Long> signs = totals.signs(id);
    if (detail == Detail.ALL && !signs.isEmpty()) {
      tree.put("signs", signs);
    }
    return tree;
  }

  private static @Nullable Object counted(OptionalLong value, Counter counter) {
    return value.isPresent() ? brief((double) value.getAsLong() / counter.perUnit()) : null;
  }

  /** Of a large number tenths are enough. */
  private static double brief(double value) {
    double places = value < BRIEF ? BRIEF : 10;
    return Math.rint(value * places) / places;
  }

  private @Nullable Object mean(String id, Phase phase, Gauge gauge) {
    // of a mean over an hour thousandths mean nothing
    return totals.gauge(id, phase, gauge).map(s -> Math.rint(s.mean() * 10) / 10).orElse(null);
  }

  private List<@Nullable Object> list(Function<Phase, @Nullable Object> value) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Phase phase : lengths.keySet()) {
      list.add(value.apply(phase));
    }
    return list;
  }
}
