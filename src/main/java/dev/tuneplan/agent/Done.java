package dev.tuneplan.agent;

import java.nio.file.Path;

/** What proves that a trainer finished. */
public sealed interface Done {
  /**
   * Every step is made, by its state, its log or its callback, and the trained weights are in the
   * output folder.
   *
   * @param early whether fewer steps are a success too, for a trainer that stops when the loss of
   *     its evaluation does not fall any more
   */
  record Steps(boolean early) implements Done {}

  /** A file or folder that it writes last. */
  record Exists(Path path) implements Done {}

  /** Exit code 0 without a signal, for want of anything better. */
  record ExitCode() implements Done {}
}
