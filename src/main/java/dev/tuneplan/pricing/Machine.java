package dev.tuneplan.pricing;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a rented machine has besides its GPUs; empty means unknown.
 *
 * @param vcpus virtual processors
 * @param memoryGiB main memory, GiB
 * @param localDiskGB local disks together, GB
 * @param networkGbps network rate, Gbit/s
 */
public record Machine(
    Optional<BigDecimal> vcpus,
    Optional<BigDecimal> memoryGiB,
    Optional<BigDecimal> localDiskGB,
    Optional<BigDecimal> networkGbps) {
  /** Nothing is known. */
  public static final Machine UNKNOWN =
      new Machine(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Machine {
    vcpus = vcpus.map(BigDecimal::stripTrailingZeros);
    memoryGiB = memoryGiB.map(BigDecimal::stripTrailingZeros);
    localDiskGB = localDiskGB.map(BigDecimal::stripTrailingZeros);
    networkGbps = networkGbps.map(BigDecimal::stripTrailingZeros);
  }
}
