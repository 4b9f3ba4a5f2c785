package dev.tuneplan.agent.nvml;

import dev.tuneplan.agent.reading.Gauge;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a GPU of Hopper's generation or later counts of its own work: between two samples of its
 * counters, at least 100 ms apart, NVML says how busy its parts were. A container may not be
 * allowed to; then it is asked once.
 */
final class Gpm {
  /** nvmlGpmMetricId_t in nvml.h. */
  private static final Map<Integer, Gauge> METRICS =
      Map.of(
          2, Gauge.SM_ACTIVE,
          3, Gauge.OCCUPANCY,
          5, Gauge.TENSOR_ACTIVE,
          10, Gauge.DRAM_ACTIVE);

  private static final Duration APART = Duration.ofMillis(110);
  private static final int VERSION = 1;
  private static final int METRIC_BYTES = 40;
  private static final int FIRST_METRIC = 24;

  private final Nvml nvml;
  private final long device;
  private final Optional<Long> instance;
  private Status status = Status.SUCCESS;
  private long earlier;
  private long later;
  private boolean sampled;
  private long sampledNanos;

  /**
   * Of a GPU.
   *
   * @param instance of a part of it, when it is sliced
   */
  Gpm(Nvml nvml, long device, Optional<Long> instance) {
    this.nvml = nvml;
    this.device = device;
    this.instance = instance;
  }

  /** Two pieces of memory for its samples. */
  void open() {
    Library library = nvml.library();
    library.clear();
    library.put(0, VERSION);
    status = library.call("nvmlGpmQueryDeviceSupport", device, library.at(0));
    if (status.ok() && library.word(4) == 0) {
      status = new Status(3);
    }
    if (status.ok()) {
      earlier = allocate();
      later = allocate();
    }
  }

  private long allocate() {
    return switch (nvml.wide("nvmlGpmSampleAlloc")) {
      case Answer.Known<Long>(Long address) -> address;
      case Answer.Unknown<Long>(Status why) -> {
        status = why;
        yield 0;
      }
    };
  }

  /** Why there is nothing, or success. */
  Status status() {
    return status;
  }

  /** Adds what happened since the last time. */
  void read(long nanos, Map<Gauge, Double> into) {
    if (!status.ok() || (sampled && nanos - sampledNanos < APART.toNanos())) {
      return;
    }
    status =
        instance.isPresent()
            ? nvml.library().call("nvmlGpmMigSampleGet", device, instance.get(), later)
            : nvml.library().call("nvmlGpmSampleGet", device, later);
    if (!status.ok()) {
      return;
    }
    if (sampled) {
      between(into);
    }
    long free = earlier;
    earlier = later;
    later = free;
    sampled = true;
    sampledNanos = nanos;
  }

  private void between(Map<Gauge, Double> into) {
    Library library = nvml.library();
    library.clear();
    library.put(0, VERSION);
    library.put(4, METRICS.size());
    library.put(8, earlier);
    library.put(16, later);
    int offset = FIRST_METRIC;
    for (Map.Entry<Integer, Gauge> metric : METRICS.entrySet()) {
      library.put(offset, metric.getKey());
      offset += METRIC_BYTES;
    }
    if (!library.call("nvmlGpmMetricsGet", library.at(0)).ok()) {
      return;
    }
    offset = FIRST_METRIC;
    for (Map.Entry<Integer, Gauge> metric : METRICS.entrySet()) {
      double value = library.real(offset + 8);
      if (library.word(offset + 4) == 0 && Double.isFinite(value)) {
        into.put(metric.getValue(), value);
      }
      offset += METRIC_BYTES;
    }
  }
}
