package dev.tuneplan.managed;

import java.util.Locale;

/**
 * Which tokens a provider bills for training (facts of 2026-11, each with its source in the
 * provider's file).
 */
public enum Counting {
  /** Those of the file, times epochs. */
  FILE,
  /** Epochs x training tokens + evaluations x validation tokens; unpacked, whole sequences. */
  PACKED,
  /** Those of the file, times epochs, and validation tokens once. */
  WITH_VALIDATION,
  /** None: time is billed. */
  TIME,
  /** The provider trains nothing. */
  NONE;

  /** The word in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Tokens that are billed for a job. */
  public double billed(Job job) {
    return switch (this) {
      case FILE -> job.tokens * job.epochs;
      case PACKED ->
          (job.packed ? job.tokens : job.examples * job.sequenceLength) * job.epochs
              + job.evaluations * job.validationTokens;
      case WITH_VALIDATION -> job.tokens * job.epochs + job.validationTokens;
      case TIME, NONE -> 0;
    };
  }

  /**
   * What is trained.
   *
   * @param tokens of the training file, once
   * @param examples in it
   * @param validationTokens of the validation file, once
   * @param evaluations how often the validation file is gone through
   * @param epochs above 0
   * @param packed whether examples share sequences
   * @param sequenceLength of an unpacked sequence, tokens
   */
  public record Job(
      double tokens,
      double examples,
      double validationTokens,
      double evaluations,
      double epochs,
      boolean packed,
      int sequenceLength) {}
}
