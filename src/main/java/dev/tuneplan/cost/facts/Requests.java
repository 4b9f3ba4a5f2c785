package dev.tuneplan.cost.facts;

import java.math.BigDecimal;

/**
 * What a pod reserves.
 *
 * @param cpu cores
 * @param memory GiB
 * @param disk GiB of ephemeral storage
 */
public record Requests(GpuRequest gpus, BigDecimal cpu, BigDecimal memory, BigDecimal disk) {
  /** Nothing. */
  public static final Requests NONE =
      new Requests(GpuRequest.NONE, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  public Requests {
    if (cpu.signum() < 0 || memory.signum() < 0 || disk.signum() < 0) {
      throw new IllegalArgumentException(
          "requests must be >= 0, was " + cpu + ", " + memory + ", " + disk);
    }
  }
}
