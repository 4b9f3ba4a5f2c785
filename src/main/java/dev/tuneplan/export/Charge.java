package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.facts.Span;
import java.math.BigDecimal;

/**
 * One line of a bill: what something cost in a stretch of time.
 *
 * @param what it was paid for
 * @param period in which; what was paid for may have taken a part of it only
 * @param quantity unit-hours of the resource; of what is no resource 1
 * @param unitPrice of one of them; times the quantity the cost, but for its last digit
 * @param cost exact: over all charges of a run its total
 */
public record Charge(
    What what, Span period, BigDecimal quantity, BigDecimal unitPrice, Money cost) {
  /** What a charge is for. */
  public sealed interface What {
    /** A resource that a pod reserved, while it was at something. */
    record Part(PodCost pod, Bucket bucket, Resource resource) implements What {}

    /** Something beside the pods with GPUs. */
    record Beside(Direct direct) implements What {}
  }
}
