package dev.tuneplan.agent.nvml;

import dev.tuneplan.agent.reading.Counter;
import dev.tuneplan.agent.reading.Device;
import dev.tuneplan.agent.reading.Gauge;
import dev.tuneplan.agent.record.Moment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A GPU, or a slice of one, that NVML gave a handle for. Used by one thread.
 *
 * @param handle by which it is asked
 * @param parent the UUID of the GPU of which this is a slice
 * @param seldom of so many readings one asks for what hardly changes and takes the driver long
 */
record Gpu(Nvml nvml, long handle, String uuid, Optional<String> parent, Gpm gpm, int seldom) {
  private static final double MIB = 1 << 20;
  private static final double MILLI = 1000;

  /** What it is, and what of it cannot be read. */
  Device device() {
    Found found = read(0, Moment.now());
    if (!gpm.status().ok()) {
      found.missing(Gauge.SM_ACTIVE.key(), gpm.status());
    }
    OptionalLong memory =
        nvml.memory(handle) instanceof Answer.Known<Nvml.Memory>(Nvml.Memory m)
            ? OptionalLong.of(m.total())
            : OptionalLong.empty();
    String name = nvml.name(handle) instanceof Answer.Known<String>(String n) ? n : "NVIDIA GPU";
    return new Device(
        uuid,
        name,
        parent.isPresent() ? Device.Kind.MIG : Device.Kind.GPU,
        parent,
        memory,
        facts(),
        found.missing());
  }

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    nvml.driver().use(v -> facts.put("driver", v), why -> {});
    if (parent.isEmpty()) {
      nvml.powerLimit(handle).use(v -> facts.put("powerLimitW", v / MILLI), why -> {});
    }
    return facts;
  }

  /** What it says now, as the nth reading. */
  Found read(long n, Moment at) {
    Found found = new Found();
    nvml.memory(handle)
        .use(
            m -> {
              found.gauges().put(Gauge.MEMORY, m.used() / MIB);
              if (m.reserved() > 0) {
                found.gauges().put(Gauge.RESERVED, m.reserved() / MIB);
              } else {
                found.missing().put(Gauge.RESERVED.key(), "counted as used");
              }
            },
            why -> found.missing(Gauge.MEMORY.key(), why));
    // of a slice these are not known, or are those of its whole GPU
    if (parent.isEmpty()) {
      whole(found, n);
    }
    gpm.read(at.nanos(), found.gauges());
    return found;
  }

  private void whole(Found found, long n) {
    found.add(Counter.ENERGY, nvml.energy(handle));
    found.add(Gauge.POWER, nvml.power(handle), MILLI);
    nvml.utilisation(handle)
        .use(
            u -> {
              found.gauges().put(Gauge.BUSY, (double) u.gpu());
              found.gauges().put(Gauge.MEMORY_BUSY, (double) u.memory());
            },
            why -> found.missing(Gauge.BUSY.key(), why));
    found.add(Gauge.CLOCK, nvml.smClock(handle), 1);
    nvml.clockReasons(handle)
        .use(
            bits -> ClockReasons.in(bits).forEach(found::sign),
            why -> found.missing("clockReasons", why));
    if (n % seldom == 0) {
      found.add(Gauge.TEMPERATURE, nvml.temperature(handle), 1);
      found.add(Counter.ECC_CORRECTED, nvml.eccErrors(handle, 0));
      found.add(Counter.ECC_UNCORRECTED, nvml.eccErrors(handle, 1));
    }
  }
}
