package dev.tuneplan.agent;

import java.nio.file.Path;

/** How a trainer is asked for a checkpoint. */
public sealed interface Trigger {
  /** By a file that is made (Axolotl's dynamic_checkpoint). */
  record File(Path path) implements Trigger {}

  /** By SIGTERM: it saves and stops (Transformers' enable_jit_checkpoint). */
  record Signal() implements Trigger {}

  /** Not at all: the last one that it made by itself counts. */
  record None() implements Trigger {}
}
