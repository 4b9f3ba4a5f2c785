package dev.tuneplan.estimate;

import dev.tuneplan.calibrate.Correction;
import java.util.Optional;

/** What earlier runs taught. */
public interface Experience {
  /** Nothing. */
  Experience NONE = (setup, spread) -> Optional.empty();

  /**
   * What to make of a setup's speed; empty where no run of its stack, GPU and method is known.
   *
   * @param spread standard deviation of the logarithm without any run
   */
  Optional<Correction> speed(Setup setup, double spread);
}
