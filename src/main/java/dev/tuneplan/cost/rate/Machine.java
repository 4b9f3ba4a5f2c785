package dev.tuneplan.cost.rate;

import dev.tuneplan.cost.facts.GpuRequest;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Requests;
import dev.tuneplan.cost.facts.Resource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** How much of a machine a pod takes away from others. */
public final class Machine {
  private static final MathContext EXACT = MathContext.DECIMAL128;

  private Machine() {}

  /** Whole GPUs of a machine, whatever parts it gives away. */
  public static BigDecimal gpus(NodeFacts node) {
    return node.devices().entrySet().stream()
        .map(e -> {
          GpuShare share = GpuShare.of(new GpuRequest(e.getKey(), e.getValue(), 100), node.gpus());
          return share.of(e.getValue()).divide(share.per(), EXACT);
        })
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The largest share that a pod asks for of anything that the machine has for pods: one that takes
   * a GPU of eight and nine tenths of the memory leaves seven GPUs that nobody can use.
   */
  static Optional<BigDecimal> share(Requests requests, NodeFacts node) {
    Optional<BigDecimal> most = Optional.empty();
    GpuRequest gpus = requests.gpus();
    if (gpus.count() > 0) {
      most =
          max(
              most,
              BigDecimal.valueOf(gpus.count()),
              Optional.ofNullable(node.devices().get(gpus.resource())).map(BigDecimal::valueOf));
    }
    most = max(most, requests.cpu(), of(node, Resource.CPU));
    most = max(most, requests.memory(), of(node, Resource.MEMORY));
    most = max(most, requests.disk(), of(node, Resource.DISK));
    return most.map(m -> m.min(BigDecimal.ONE));
  }

  private static Optional<BigDecimal> of(NodeFacts node, Resource resource) {
    return Optional.ofNullable(node.allocatable().get(resource));
  }

  private static Optional<BigDecimal> max(
      Optional<BigDecimal> most, BigDecimal asked, Optional<BigDecimal> has) {
    Optional<BigDecimal> share = has.filter(h -> h.signum() > 0).map(h -> asked.divide(h, EXACT));
    return share.isPresent() && most.isPresent()
        ? Optional.of(most.get().max(share.get()))
        : share.or(() -> most);
  }
}
