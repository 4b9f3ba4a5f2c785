package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.pricing.Offer;
import java.util.Optional;

/**
 * One way to do the run, with its price.
 *
 * @param estimate memory and speed
 * @param offer the cheapest machine for it; empty means unpriced
 * @param hours from the start of the job to its end
 * @param usd cost of one run; empty means unpriced
 */
public record Candidate(
    Estimate estimate, Optional<Offer> offer, Range hours, Optional<Range> usd) {
  /** Whether the probability of running out of memory is below 5 %. */
  public boolean fits() {
    return estimate.memory().oomProbability() < 0.05;
  }
}
