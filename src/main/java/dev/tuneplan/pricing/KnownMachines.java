package dev.tuneplan.pricing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a price list that was checked: what GPUs each has, and what it cost. */
final class KnownMachines {
  private final Map<String, Map<String, PriceRow>> byProvider = new HashMap<>();
  private final Map<PriceRow.Key, PriceRow> byKey = new HashMap<>();

  KnownMachines(List<PriceRow> rows) {
    for (PriceRow r : rows) {
      byProvider
          .computeIfAbsent(r.provider(), p -> new HashMap<>())
          .putIfAbsent(r.instanceType(), r);
      byKey.putIfAbsent(r.key(), r);
    }
  }

  /** A line about this machine, of any region. */
  Optional<PriceRow> find(String provider, String instanceType) {
    return Optional.ofNullable(byProvider.getOrDefault(provider, Map.of()).get(instanceType));
  }

  /** A line about this machine, if just one provider has a machine of this name. */
  Optional<PriceRow> find(String instanceType) {
    List<PriceRow> found =
        byProvider.values().stream()
            .flatMap(m -> Optional.ofNullable(m.get(instanceType)).stream())
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The line of the same machine in the same region. */
  Optional<PriceRow> find(PriceRow.Key key) {
    return Optional.ofNullable(byKey.get(key));
  }
}
