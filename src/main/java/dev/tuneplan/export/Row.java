package dev.tuneplan.export;

import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.cost.rate.Tariff;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.Optional;

/**
 * A charge with all that a row says of it.
 *
 * @param run whose
 */
record Row(Reconciliation run, Charge charge) {
  Optional<Charge.What.Part> part() {
    return charge.what() instanceof Charge.What.Part p ? Optional.of(p) : Optional.empty();
  }

  Optional<NodeFacts> node() {
    return part().flatMap(p -> p.pod().pod().node());
  }

  Optional<RateSource> source() {
    return part().flatMap(p -> p.pod().tariff()).map(Tariff::rate).map(r -> r.source());
  }

  /** Of what, in one word: gpu, cpu, memory, disk or other. */
  String resource() {
    return part().map(p -> p.resource().word()).orElse("other");
  }

  /** In unit-hours, spelled as FOCUS has units: "GPU-Hours". */
  String unit() {
    return part()
        .map(p ->
            switch (p.resource()) {
              case GPU -> "GPU-Hours";
              case CPU -> "Core-Hours";
              case MEMORY, DISK -> "GiB-Hours";
            })
        .orElse("Units");
  }

  /** What is had by the hour: a kind of machine, or of GPU. */
  String machine() {
    return node()
        .flatMap(n -> n.instanceType().or(() -> n.gpus().map(NodeGpus::product)))
        .orElse("machine");
  }

  Capacity capacity() {
    return node().map(NodeFacts::capacity).orElse(Capacity.UNKNOWN);
  }
}
