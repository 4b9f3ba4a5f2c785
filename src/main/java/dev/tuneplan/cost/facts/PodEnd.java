package dev.tuneplan.cost.facts;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a pod ended.
 *
 * @param exitCode of the trainer's container
 * @param said the raw reasons of Kubernetes or the wrapper's sentence, for people
 * @param peakMiB the most memory that was in use on its fullest GPU; empty: nobody measured it
 */
public record PodEnd(Cause cause, OptionalInt exitCode, String said, OptionalDouble peakMiB) {
  private static final String KILLED = "OOMKilled";

  /** One of which no memory is known. */
  public PodEnd(Cause cause, OptionalInt exitCode, String said) {
    this(cause, exitCode, said, OptionalDouble.empty());
  }

  /** Whether a GPU's memory was not enough; that of the machine is the kernel's affair. */
  public boolean gpuFull() {
    return cause == Cause.MEMORY && !said.contains(KILLED);
  }
}
