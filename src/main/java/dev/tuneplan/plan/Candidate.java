package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.pricing.Offer;
import java.util.Optional;

/**
 * One way to do the run, with its price.
 *
 * @param estimate memory and speed
 * @param offer the machine; empty means unpriced
 * @param machines how many of them are paid for, ≥ 1
 * @param tokens processed in the whole run
 * @param timing how long it takes
 * @param usd cost of one run; empty means unpriced
 */
public record Candidate(
    Estimate estimate,
    Optional<Offer> offer,
    int machines,
    double tokens,
    Timing timing,
    Optional<Range> usd) {
  /** The setup that was estimated. */
  public Setup setup() {
    return estimate.setup();
  }

  /** From the start of the job to its end. */
  public Range hours() {
    return timing.hours();
  }

  /** What its figures rest on. */
  public String basis() {
    return estimate.basis()
        + estimate
            .lessons()
            .with(Quantity.SETUP, timing.lessons().of(Quantity.SETUP))
            .with(Quantity.OVERHEAD, timing.lessons().of(Quantity.OVERHEAD))
            .words()
        + timing.words();
  }

  /** Whether and how surely it fits. */
  public Memory.Fit fit() {
    return estimate.memory().fit();
  }
}
