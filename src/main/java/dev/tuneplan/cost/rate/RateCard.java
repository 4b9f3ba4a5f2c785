package dev.tuneplan.cost.rate;

import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rate and the machines that it is for.
 *
 * @param machines which
 */
public record RateCard(Of machines, Rate rate) {
  /**
   * Which machines; what is left out is for all.
   *
   * @param instanceType the provider's name of the machine
   * @param gpu the beginning of the label {@code nvidia.com/gpu.product}, so that what is behind it
   *     for shared devices does no harm
   * @param region the provider's name of it
   * @param capacity on demand or spot; a machine that does not say takes either
   */
  public record Of(
      Optional<String> instanceType,
      Optional<String> gpu,
      Optional<String> region,
      Optional<Capacity> capacity) {
    /** Every machine. */
    public static final Of ALL =
        new Of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean holds(NodeFacts node) {
      return same(instanceType, node.instanceType())
          && same(region, node.region())
          && gpu.map(g -> node.gpus().map(NodeGpus::product).filter(p -> begins(p, g)).isPresent())
              .orElse(true)
          && capacity
              .map(c -> c == node.capacity() || node.capacity() == Capacity.UNKNOWN)
              .orElse(true);
    }

    private static boolean same(Optional<String> asked, Optional<String> has) {
      return asked.isEmpty() || has.filter(h -> h.equalsIgnoreCase(asked.get())).isPresent();
    }

    private static boolean begins(String product, String prefix) {
      return product.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }

    /** How much it says about a machine. */
    int precision() {
      return (int)
          Stream.of(instanceType, gpu, region, capacity).filter(Optional::isPresent).count();
    }
  }
}
