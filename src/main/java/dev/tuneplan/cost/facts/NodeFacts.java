package dev.tuneplan.cost.facts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as it was when a pod came to it: autoscalers delete machines, and with them all that
 * could be asked later.
 *
 * @param providerId what the cloud calls it: {@code spec.providerID}
 * @param capacity on which terms it is had
 * @param gpus empty: it has none, or its labels do not say
 * @param devices GPUs, or parts of them, that pods can have, by the name of the resource
 * @param total what it has beside them, in the units of {@link Resource}
 * @param allocatable what pods can have of it
 * @param created when it came into the cluster
 */
public record NodeFacts(
    String name,
    Optional<String> providerId,
    Optional<String> instanceType,
    Optional<String> region,
    Optional<String> zone,
    Capacity capacity,
    Optional<NodeGpus> gpus,
    Map<String, Integer> devices,
    Map<Resource, BigDecimal> total,
    Map<Resource, BigDecimal> allocatable,
    Optional<Instant> created) {
  public NodeFacts {
    devices = Map.copyOf(devices);
    total = checked(name, total);
    allocatable = checked(name, allocatable);
  }

  private static Map<Resource, BigDecimal> checked(String name, Map<Resource, BigDecimal> amounts) {
    Map<Resource, BigDecimal> copy = new EnumMap<>(Resource.class);
    amounts.forEach((r, v) -> {
      if (v.signum() < 0) {
        throw new IllegalArgumentException(name + " cannot have " + v + " " + r.word());
      }
      copy.put(r, v);
    });
    return Map.copyOf(copy);
  }
}
