package dev.tuneplan.estimate;

/** Which activations are recomputed in the backward pass. */
public enum Checkpointing {
  /** Everything that autograd saves stays on the GPU. */
  NONE,
  /** Every second layer is recomputed. */
  SELECTIVE,
  /** Only each layer's input stays. */
  FULL,
  /** Each layer's input goes to the host. */
  OFFLOAD;

  /** Share of layers that run forward twice. */
  double recomputed() {
    return switch (this) {
      case NONE -> 0;
      case SELECTIVE -> 0.5;
      case FULL, OFFLOAD -> 1;
    };
  }
}
