package dev.tuneplan.cost.rate;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one pod costs while it has its place.
 *
 * @param rate by which
 * @param share the part of a GPU that each of its devices is
 * @param parts the meter of each thing that it reserves
 * @param machine the meter of its share of the machine; empty: the machine is not known
 */
public record Tariff(
    Rate rate, GpuShare share, Map<Resource, Metered> parts, Optional<Metered> machine) {
  public Tariff {
    parts = Map.copyOf(parts);
  }

  /**
   * Of a pod.
   *
   * @param from when billing begins
   */
  public static Tariff of(Rate rate, Requests requests, Optional<NodeFacts> node, Instant from) {
    if (rate instanceof Rate.Billed billed) {
      Tariff plain = of(billed.plain(), requests, node, from);
      return new Tariff(rate, plain.share, plain.parts, plain.machine);
    }
    GpuShare share = GpuShare.of(requests.gpus(), node.flatMap(NodeFacts::gpus));
    BigDecimal devices = share.of(requests.gpus().count());
    Map<Resource, Metered> parts = new EnumMap<>(Resource.class);
    switch (rate) {
      case Rate.PerGpu r ->
          parts.put(Resource.GPU, new Metered(from, r.prices(), devices, share.per()));
      case Rate.OfNode r ->
          node.ifPresent(n -> {
            BasePrices base = r.proportion();
            BigDecimal whole =
                base.of(n.total()).add(base.of(Resource.GPU).multiply(Machine.gpus(n)));
            Map<Resource, BigDecimal> asked =
                Map.of(
                    Resource.CPU, requests.cpu(),
                    Resource.MEMORY, requests.memory(),
                    Resource.DISK, requests.disk());
            if (whole.signum() > 0) {
              asked.forEach((resource, amount) ->
                  parts.put(
                      resource,
                      new Metered(from, r.prices(), amount.multiply(base.of(resource)), whole)));
              parts.put(
                  Resource.GPU,
                  new Metered(
                      from,
                      r.prices(),
                      devices.multiply(base.of(Resource.GPU)),
                      whole.multiply(share.per())));
            }
          });
      case Rate.Billed _ -> throw new IllegalStateException("was taken apart above");
    }
    return new Tariff(rate, share, parts, node.flatMap(n -> machine(rate, requests, n, from)));
  }

  private static Optional<Metered> machine(
      Rate rate, Requests requests, NodeFacts node, Instant from) {
    // per GPU: a machine costs what its GPUs do
    BigDecimal times = rate instanceof Rate.PerGpu ? Machine.gpus(node) : BigDecimal.ONE;
    return Machine.share(requests, node)
        .filter(s -> times.signum() > 0)
        .map(s -> new Metered(from, rate.prices(), times.multiply(s), BigDecimal.ONE));
  }

  /** What a stretch of time costs, all parts together. */
  public Money between(Instant begin, Instant end) {
    return Money.sum(parts.values().stream().map(m -> m.between(begin, end)).toList());
  }

  /** Whether it has a price at all: a pod without GPUs has none by a rate per GPU. */
  public boolean priced(Requests requests) {
    return !parts.isEmpty() && (rate instanceof Rate.OfNode || requests.gpus().count() > 0);
  }

  /** By what was assumed before an invoice said what was paid; else itself. */
  public Tariff assumed(Requests requests, Optional<NodeFacts> node, Instant from) {
    return rate instanceof Rate.Billed b ? of(b.assumed(), requests, node, from) : this;
  }
}
