package dev.tuneplan.measured;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What several GPUs did in a phase.
 *
 * @param gpuHours of all of them
 * @param wattHours empty: nothing tells
 * @param means over the time of those that tell
 * @param peakMiB of the fullest; empty: not told by phase
 */
public record PhaseSum(
    String phase, double gpuHours, OptionalDouble wattHours, Means means, OptionalDouble peakMiB) {
  private static final double MICROS_PER_HOUR = 3.6e9;
  private static final double MILLIJOULES_PER_WATT_HOUR = 3.6e6;

  static PhaseSum of(String phase, List<PhaseUse> all) {
    return new PhaseSum(
        phase,
        all.stream().mapToLong(PhaseUse::micros).sum() / MICROS_PER_HOUR,
        all.stream().allMatch(p -> p.millijoules().isEmpty())
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                all.stream().mapToLong(p -> p.millijoules().orElse(0)).sum()
                    / MILLIJOULES_PER_WATT_HOUR),
        new Means(
            mean(all, Means::busy),
            mean(all, Means::smActive),
            mean(all, Means::tensorActive),
            mean(all, Means::watts)),
        all.stream().map(PhaseUse::peakMiB).flatMapToDouble(OptionalDouble::stream).max());
  }

  private static OptionalDouble mean(List<PhaseUse> all, Function<Means, OptionalDouble> value) {
    double sum = 0;
    long time = 0;
    for (PhaseUse use : all) {
      OptionalDouble one = value.apply(use.means());
      if (one.isPresent()) {
        sum += one.getAsDouble() * use.micros();
        time += use.micros();
      }
    }
    return time == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / time);
  }

  PhaseSum peak(OptionalDouble other) {
    return new PhaseSum(phase, gpuHours, wattHours, means, other);
  }
}
