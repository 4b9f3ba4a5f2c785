package dev.tuneplan.cost.rate;

import dev.tuneplan.cost.facts.Resource;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * The proportion in which a machine's price falls on its parts, per hour and unit of {@link
 * Resource}. Only the proportion counts.
 *
 * @param perUnit what has none here costs nothing
 */
public record BasePrices(Map<Resource, BigDecimal> perUnit) {
  /**
   * OpenCost's defaults: CPU 0.031611 per core, RAM 0.004237 per GiB, GPU 0.95 per GPU and hour
   * (opencost/opencost, configs/default.json, read 2026-11-25); disk is in none of them.
   */
  public static final BasePrices OPENCOST =
      new BasePrices(
          Map.of(
              Resource.CPU, new BigDecimal("0.031611"),
              Resource.MEMORY, new BigDecimal("0.004237"),
              Resource.GPU, new BigDecimal("0.95")));

  public BasePrices {
    Map<Resource, BigDecimal> copy = new EnumMap<>(Resource.class);
    perUnit.forEach((r, v) -> {
      if (v.signum() < 0) {
        throw new IllegalArgumentException("a price must be >= 0, was " + v + " of " + r.word());
      }
      copy.put(r, v);
    });
    perUnit = Map.copyOf(copy);
  }

  /** Of one unit. */
  public BigDecimal of(Resource resource) {
    return perUnit.getOrDefault(resource, BigDecimal.ZERO);
  }

  /** Of all that a machine has. */
  public BigDecimal of(Map<Resource, BigDecimal> total) {
    return total.entrySet().stream()
        .map(e -> of(e.getKey()).multiply(e.getValue()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
