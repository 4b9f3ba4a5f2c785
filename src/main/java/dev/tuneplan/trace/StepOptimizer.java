package dev.tuneplan.trace;

import java.util.Arrays;

/**
 * What an optimizer keeps and does for each trained value, and how many kernels that takes.
 *
 * <p>Moved bytes are counted in copies of the trained values, states in bytes for each value
 * (states of torch's optimizers have the weights' precision).
 */
public enum StepOptimizer {
  /** torch.optim.AdamW, foreach: eight passes over lists of tensors, one copy as a temporary. */
  ADAMW_TORCH("adamw_torch", 2, 0, 1, 14, 8, 0),
  ADAMW_TORCH_FUSED("adamw_torch_fused", 2, 0, 0, 4, 1, 0),
  ADAMW_8BIT("adamw_8bit", 0, 2 + 8.0 / 256, 0, 3, 0, 1),
  ADAFACTOR("adafactor", 0, 0.01, 1, 10, 0, 12),
  SGD("sgd", 0, 0, 0, 3, 1, 0),
  LION("lion", 1, 0, 1, 10, 0, 6);

  private final String key;
  private final double copies;
  private final double bytes;
  private final double temporary;
  private final double moved;
  private final int kernels;
  private final int kernelsEach;

  StepOptimizer(
      String key,
      double copies,
      double bytes,
      double temporary,
      double moved,
      int kernels,
      int kernelsEach) {
    this.key = key;
    this.copies = copies;
    this.bytes = bytes;
    this.temporary = temporary;
    this.moved = moved;
    this.kernels = kernels;
    this.kernelsEach = kernelsEach;
  }

  /** The name that trainers use. */
  String key() {
    return key;
  }

  static StepOptimizer named(String key) {
    return Arrays.stream(values()).filter(o -> o.key.equals(key)).findFirst().orElseThrow();
  }

  /** Bytes of states for values of {@code size} bytes. */
  double states(double values, int size) {
    return values * (copies * size + bytes);
  }

  /** Bytes of temporaries that live at once in the step. */
  double temporary(double values, int size) {
    return temporary * values * size;
  }

  double moved(double values, int size) {
    return moved * values * size;
  }

  double kernels(int tensors) {
    return kernels + (double) kernelsEach * tensors;
  }
}
