package dev.tuneplan.cost;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.facts.Completeness;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.PodAttempt;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.facts.Span;
import dev.tuneplan.cost.rate.GpuShare;
import dev.tuneplan.cost.rate.Quote;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.cost.rate.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes what a run cost.
 *
 * @param rates of machines
 * @param extras what it cost beside its pods
 */
public record Costing(RateBook rates, List<Direct> extras) {
  public Costing {
    extras = List.copyOf(extras);
  }

  /** Of a run, as far as it is known. */
  public RunCost of(RunFacts facts) {
    World world = new World(facts.pods());
    List<PodCost> pods = new ArrayList<>();
    List<Direct> direct = new ArrayList<>(extras);
    List<String> missing = new ArrayList<>();
    if (facts.completeness() instanceof Completeness.Pending(List<String> why)) {
      missing.addAll(why);
    }
    for (PodAttempt pod : facts.pods()) {
      Optional<Span> billed = billed(pod, facts);
      if (billed.isEmpty()) {
        continue;
      }
      Quote quote = rates.find(pod.node());
      Optional<Tariff> tariff =
          quote instanceof Quote.Priced(var rate)
              ? Optional.of(Tariff.of(rate, pod.requests(), pod.node(), billed.get().from()))
                  .filter(t -> t.priced(pod.requests()))
              : Optional.empty();
      if (tariff.isEmpty()) {
        missing.add(unpriced(pod, quote));
      }
      if (pod.requests().gpus().count() == 0) {
        direct(pod, billed.get(), tariff).ifPresent(direct::add);
      } else {
        pods.add(cost(world, pod, billed.get(), tariff));
      }
    }
    return new RunCost(
        facts, pods, direct, world.usefulSteps(), Completeness.of(missing), rates.currency());
  }

  /** What has been billed; of a pod that still runs, up to the last that is known of the run. */
  private static Optional<Span> billed(PodAttempt pod, RunFacts facts) {
    return pod.times()
        .billed()
        .or(() ->
            pod.times()
                .billedFrom()
                .flatMap(from ->
                    facts.asOf().filter(now -> now.isAfter(from)).map(now -> new Span(from, now))));
  }

  private static PodCost cost(World world, PodAttempt pod, Span billed, Optional<Tariff> tariff) {
    Optional<PodAttempt> lead = world.lead(pod, billed.to());
    Timeline timeline =
        new Painter(
                pod,
                lead,
                world.allUp(pod, billed.to()),
                lead.map(world::usable).orElse(Long.MAX_VALUE))
            .paint(billed);
    return new PodCost(
        pod,
        world.attempt(pod, lead),
        timeline,
        GpuShare.of(pod.requests().gpus(), pod.node().flatMap(NodeFacts::gpus)),
        tariff);
  }

  private static Optional<Direct> direct(PodAttempt pod, Span billed, Optional<Tariff> tariff) {
    return tariff.map(t -> {
      Money amount = t.between(billed.from(), billed.to());
      return new Direct("pod " + pod.pod().name() + ", no GPU", amount, t.rate().source().text());
    });
  }

  private static String unpriced(PodAttempt pod, Quote quote) {
    return pod.pod().name()
        + " is unpriced: "
        + (quote instanceof Quote.Unpriced(String why)
            ? why
            : "a rate per GPU says nothing of a pod without one, or its machine is not known");
  }
}
