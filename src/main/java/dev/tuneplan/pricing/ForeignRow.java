package dev.tuneplan.pricing;

import dev.tuneplan.base.Place;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One price of a public catalogue, in that catalogue's names.
 *
 * @param place where its line begins
 * @param region empty when the catalogue has none
 * @param zone a part of the region; empty when the catalogue has none
 * @param instanceType the provider's name of the machine; empty for a price of GPUs alone
 * @param gpu what is said of its GPUs
 * @param machine what else it has
 * @param onDemand USD per hour for all its GPUs together
 * @param spot the same, while it is not taken away
 */
record ForeignRow(
    Place place,
    String region,
    String zone,
    String instanceType,
    ForeignGpu gpu,
    Machine machine,
    Optional<BigDecimal> onDemand,
    Optional<BigDecimal> spot) {
  /**
   * What a catalogue says of a machine's GPUs.
   *
   * @param name empty when there is none
   * @param hint further text that may tell the form factor
   * @param count how many; below 1 for a slice
   * @param memoryGiB of one GPU
   */
  record ForeignGpu(
      String name, String hint, Optional<BigDecimal> count, OptionalDouble memoryGiB) {
    /** No GPU. */
    static final ForeignGpu NONE = new ForeignGpu("", "", Optional.empty(), OptionalDouble.empty());

    boolean none() {
      return name.isEmpty() || count.map(c -> c.signum() == 0).orElse(false);
    }
  }

  ForeignRow priced(Optional<BigDecimal> newOnDemand, Optional<BigDecimal> newSpot) {
    return new ForeignRow(place, region, zone, instanceType, gpu, machine, newOnDemand, newSpot);
  }

  ForeignRow named(String newInstanceType) {
    return new ForeignRow(place, region, zone, newInstanceType, gpu, machine, onDemand, spot);
  }

  /** The machine, for lists of what was left out. */
  String shown() {
    String what = instanceType.isEmpty() ? gpu.name() : instanceType;
    return (what.isEmpty() ? "row" : what) + (region.isEmpty() ? "" : " " + region);
  }
}
