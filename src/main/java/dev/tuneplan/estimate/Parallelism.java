package dev.tuneplan.estimate;

/** How state is spread over GPUs; every scheme here is data-parallel. */
public enum Parallelism {
  DDP(false, false, false),
  ZERO1(false, false, true),
  ZERO2(false, true, true),
  ZERO3(true, true, true),
  FSDP(true, true, true);

  private final boolean weights;
  private final boolean gradients;
  private final boolean states;

  Parallelism(boolean weights, boolean gradients, boolean states) {
    this.weights = weights;
    this.gradients = gradients;
    this.states = states;
  }

  /** GPUs that share one copy of the weights. */
  public double weights(int gpus) {
    return weights ? gpus : 1;
  }

  /** GPUs that share one copy of the gradients. */
  public double gradients(int gpus) {
    return gradients ? gpus : 1;
  }

  /** GPUs that share one copy of the optimizer's states. */
  public double states(int gpus) {
    return states ? gpus : 1;
  }

  /** Whether weights are gathered layer by layer. */
  public boolean gathers() {
    return weights;
  }
}
