package dev.tuneplan.cli;

import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Observation;
import java.time.Instant;
import java.util.List;

/**
 * A version of what was learned.
 *
 * @param number from 1
 * @param made when
 * @param learned runs that count
 * @param excluded runs that do not
 * @param exposures runs on machines that may be taken away
 */
record CalibrationVersion(
    int number,
    Instant made,
    List<Observation> learned,
    List<Excluded> excluded,
    List<Exposure> exposures) {
  /** A run that does not count, and why. */
  record Excluded(Observation observation, String why) {}

  /** Before any. */
  static CalibrationVersion none() {
    return new CalibrationVersion(0, Instant.EPOCH, List.of(), List.of(), List.of());
  }

  /** The same, made at another time. */
  CalibrationVersion madeAt(Instant when) {
    return new CalibrationVersion(number, when, learned, excluded, exposures);
  }

  /** The same as another one. */
  CalibrationVersion numbered(int other) {
    return new CalibrationVersion(other, made, learned, excluded, exposures);
  }
}
