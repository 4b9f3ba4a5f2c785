package dev.tuneplan.measured;

import dev.tuneplan.agent.reading.Device;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a device did in a phase of an attempt.
 *
 * @param device its id
 * @param phase its word
 * @param micros microseconds of the phase in which the device was looked after, ≥ 0
 * @param millijoules that it took; empty: nothing tells
 * @param peakMiB the most of its memory that was in use; empty: not told by phase
 */
public record PhaseUse(
    String device,
    String phase,
    long micros,
    OptionalLong millijoules,
    Means means,
    OptionalDouble peakMiB) {
  public PhaseUse {
    if (micros < 0) {
      throw new IllegalArgumentException("micros must be >= 0, was " + micros);
    }
  }

  /** Whether it is a GPU, or a slice of one, and not the machine as such. */
  public boolean gpu() {
    return !device.equals(Device.HOST);
  }
}
