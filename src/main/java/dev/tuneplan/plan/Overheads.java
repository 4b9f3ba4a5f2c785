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
  static final double SPREAD = 0.45;

  /**
   * Spread of the logarithm of what evaluations and checkpoints add: a tenth of the training, more
   * or less.
   */
  static final double WORK_SPREAD = 0.1;

  private Overheads() {}

  /** Hours of one job. */
  static Range hours(Setup s) {
    return Range.around((setupSeconds(s) + saved(s)) / 3600, SPREAD);
  }

  /** From the start of the container to the first step. */
  static double setupSeconds(Setup s) {
    double weights = 2.0 * s.model().parameters();
    return START + weights / DOWNLOAD + weights / LOAD;
  }

  /** Seconds for what is saved at the end. */
  static double saved(Setup s) {
    double bytes = s.method().full() ? 2.0 * s.model().parameters() : 4.0 * s.trainable();
    return bytes / DOWNLOAD;
  }
}
