package dev.tuneplan.plan;

import dev.tuneplan.base.Range;
import dev.tuneplan.estimate.Setup;

/**
 * Time of a run that is no training: what passes between the start of the container and the first
 * step, and after the last one (docs/estimator.md, fixed overheads; grade C, to be learned from
 * runs). Queueing, provisioning and the pull of the image are not in it.
 */
final class Overheads {
  /** Start of Python, libraries and process groups, first kernels, tokenising: seconds. */
  private static final double START = 90;

  /** A model comes from a registry or a volume at about half a gigabyte per second. */
  private static final double DOWNLOAD = 0.5e9;

  /** Reading weights into the GPU, quantising them on the way if need be: bytes per second. */
  private static final double LOAD = 1.5e9;

  /** Spread of the logarithm: half to twice. */
  private static final double SPREAD = 0.45;

  private Overheads() {}

  /** Hours of one job. */
  static Range hours(Setup s) {
    double weights = 2.0 * s.model().parameters();
    double saved = s.method().full() ? weights : 4.0 * s.trainable();
    double seconds = START + weights / DOWNLOAD + weights / LOAD + saved / DOWNLOAD;
    return Range.around(seconds / 3600, SPREAD);
  }
}
