package dev.tuneplan.pricing;

import java.math.BigDecimal;

/**
 * A price for a machine with GPUs.
 *
 * @param provider such as {@code aws}
 * @param region the provider's name of it
 * @param instanceType the provider's name of the machine
 * @param gpuId a GPU profile's id
 * @param gpus GPUs in one machine, ≥ 1
 * @param spot whether it may be taken away
 * @param usdPerHour for the whole machine
 * @param date of the price, or "undated"
 * @param source where the price was read
 */
public record Offer(
    String provider,
    String region,
    String instanceType,
    String gpuId,
    int gpus,
    boolean spot,
    BigDecimal usdPerHour,
    String date,
    String source) {
  public Offer {
    if (gpus < 1 || usdPerHour.signum() < 0) {
      throw new IllegalArgumentException(
          instanceType + " needs GPUs and a price, was " + gpus + " at " + usdPerHour);
    }
  }

  /** A provider that sells single GPUs names its rows so; any number of them can be rented. */
  public boolean perGpu() {
    return gpus == 1 && instanceType.contains("per GPU");
  }
}
