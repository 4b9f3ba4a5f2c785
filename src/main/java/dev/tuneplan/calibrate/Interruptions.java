package dev.tuneplan.calibrate;

import java.util.List;
import java.util.Optional;

/** How often machines are taken away. */
public final class Interruptions {
  /** Jeffreys' prior of a Poisson rate. */
  private static final double JEFFREYS = 0.5;

  private final List<Exposure> all;

  private Interruptions(List<Exposure> all) {
    this.all = all;
  }

  /**
   * What is known of a GPU.
   *
   * @param perGpuHour expected
   * @param seen interruptions of this GPU
   * @param gpuHours in which they were seen
   */
  public record Rate(double perGpuHour, int seen, double gpuHours) {}

  /** Of runs. */
  public static Interruptions of(List<Exposure> runs) {
    return new Interruptions(List.copyOf(runs));
  }

  /**
   * Of a GPU: its own, as if one interruption more had been seen, at the rate of all GPUs (gamma
   * and Poisson). Empty where no run on it is known.
   */
  public Optional<Rate> of(String gpu) {
    List<Exposure> own = all.stream().filter(e -> e.gpu().equals(gpu)).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    double rateOfAll = (seen(all) + JEFFREYS) / hours(all);
    double rate = (seen(own) + 1) / (hours(own) + 1 / rateOfAll);
    return Optional.of(new Rate(rate, seen(own), hours(own)));
  }

  private static int seen(List<Exposure> runs) {
    return runs.stream().mapToInt(Exposure::interruptions).sum();
  }

  private static double hours(List<Exposure> runs) {
    return runs.stream().mapToDouble(Exposure::gpuHours).sum();
  }
}
