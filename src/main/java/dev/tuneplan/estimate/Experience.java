package dev.tuneplan.estimate;

import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Interruptions;
import dev.tuneplan.calibrate.Quantity;
import java.util.Optional;

/** What earlier runs taught. */
public interface Experience {
  /** Nothing. */
  Experience NONE =
      new Experience() {
        @Override
        public Optional<Correction> of(Quantity quantity, Setup setup, double spread) {
          return Optional.empty();
        }

        @Override
        public Optional<Interruptions.Rate> interruptions(Setup setup) {
          return Optional.empty();
        }

        @Override
        public int version() {
          return 0;
        }
      };

  /**
   * What to make of a setup's quantity; empty where no run of its stack, GPU and method is known.
   *
   * @param spread standard deviation of the logarithm without any run
   */
  Optional<Correction> of(Quantity quantity, Setup setup, double spread);

  /** How often machines with a setup's GPU are taken away; empty where no run says it. */
  Optional<Interruptions.Rate> interruptions(Setup setup);

  /** Which calibration says so; 0: none. */
  int version();
}
