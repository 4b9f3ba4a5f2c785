package dev.tuneplan.tokens;

/** Is told how far long work has come. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (task, done, total) -> {};

  /**
   * Work went on.
   *
   * @param task what is being done, in a few words
   * @param done bytes so far, 0..total
   * @param total bytes in all
   */
  void at(String task, long done, long total);
}
