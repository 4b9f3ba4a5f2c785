package dev.tuneplan.cost.bill;

import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.Machine;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.cost.rate.Tariff;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All that is known of what was paid for machines. */
public final class Invoices {
  private final Map<String, List<PaidHours>> byName = new HashMap<>();

  /** Of what was kept. */
  public Invoices(List<PaidHours> paid) {
    for (PaidHours p : paid) {
      MachineNames.of(p.machine())
          .forEach(name -> byName.computeIfAbsent(name, k -> new ArrayList<>()).add(p));
    }
  }

  /**
   * A run at what was paid for its machines, in the hours of which invoices speak; what they say of
   * the others, and in other currencies, changes nothing.
   */
  public RunCost over(RunCost cost) {
    return cost.with(cost.pods().stream().map(p -> over(p, cost.currency())).toList());
  }

  private PodCost over(PodCost pod, String currency) {
    Optional<Rate> rate = pod.tariff().map(Tariff::rate);
    Optional<NodeFacts> node = pod.pod().node();
    if (rate.isEmpty() || node.isEmpty()) {
      return pod;
    }
    List<PaidHours> paid = paid(node.get(), pod.timeline().span(), currency);
    Rate assumed = rate.get() instanceof Rate.Billed b ? b.assumed() : rate.get();
    BigDecimal parts = assumed instanceof Rate.PerGpu ? Machine.gpus(node.get()) : BigDecimal.ONE;
    return paid.isEmpty() || parts.signum() == 0 ? pod : pod.at(billed(assumed, paid, parts));
  }

  private List<PaidHours> paid(NodeFacts node, Span span, String currency) {
    Set<PaidHours> all = new LinkedHashSet<>();
    MachineNames.of(node).forEach(name -> all.addAll(byName.getOrDefault(name, List.of())));
    return all.stream()
        .filter(p -> p.currency().equals(currency))
        .filter(p -> !p.span().within(span).length().isZero())
        .toList();
  }

  /** In each moment all that was paid for the machine, divided by its GPUs where rates are so. */
  private static Rate billed(Rate assumed, List<PaidHours> paid, BigDecimal parts) {
    TreeSet<Instant> borders = new TreeSet<>();
    borders.add(Instant.EPOCH);
    assumed.prices().points().forEach(p -> borders.add(p.from()));
    paid.forEach(p -> borders.addAll(List.of(p.span().from(), p.span().to())));
    List<PriceSeries.Point> points = new ArrayList<>();
    for (Instant at : borders) {
      BigDecimal price = price(assumed, paid, parts, at);
      if (points.isEmpty() || points.getLast().perHour().compareTo(price) != 0) {
        points.add(new PriceSeries.Point(at, price));
      }
    }
    String files =
        paid.stream().map(PaidHours::source).distinct().sorted().collect(Collectors.joining(", "));
    return new Rate.Billed(
        assumed, new PriceSeries(points), RateSource.invoice(files, assumed.source()));
  }

  private static BigDecimal price(
      Rate assumed, List<PaidHours> paid, BigDecimal parts, Instant at) {
    List<BigDecimal> then =
        paid.stream()
            .filter(p -> !p.span().from().isAfter(at) && p.span().to().isAfter(at))
            .map(PaidHours::perHour)
            .toList();
    return then.isEmpty()
        ? assumed.prices().at(at)
        : then.stream()
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(parts, MathContext.DECIMAL128);
  }
}
