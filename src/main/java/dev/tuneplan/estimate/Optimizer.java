package dev.tuneplan.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an optimizer keeps for each trained parameter, with Transformers' names.
 *
 * <p>Bytes are relative: 2 moments in the parameter's own precision for AdamW (torch keeps states
 * in the parameter's dtype), one byte and its block scales (8 ÷ 256) for 8-bit ones.
 */
public enum Optimizer {
  ADAMW_TORCH("adamw_torch", 2, 0, true, false),
  ADAMW_TORCH_FUSED("adamw_torch_fused", 2, 0, false, false),
  ADAMW_8BIT("adamw_8bit", 0, 2 + 8.0 / 256, false, false),
  ADAMW_BNB_8BIT("adamw_bnb_8bit", 0, 2 + 8.0 / 256, false, false),
  PAGED_ADAMW_8BIT("paged_adamw_8bit", 0, 2 + 8.0 / 256, false, true),
  PAGED_ADAMW_32BIT("paged_adamw_32bit", 0, 8, false, true),
  ADAFACTOR("adafactor", 0, 0.01, false, false),
  LION("lion", 1, 0, false, false),
  LION_8BIT("lion_8bit", 0, 1 + 4.0 / 256, false, false),
  SGD("sgd", 0, 0, true, false),
  MUON("muon", 0, 4, false, false);

  private final String key;
  private final double copies;
  private final double bytes;
  private final boolean foreach;
  private final boolean paged;

  Optimizer(String key, double copies, double bytes, boolean foreach, boolean paged) {
    this.key = key;
    this.copies = copies;
    this.bytes = bytes;
    this.foreach = foreach;
    this.paged = paged;
  }

  /** Transformers' name. */
  public String key() {
    return key;
  }

  /** Bytes of state for each parameter of {@code weightBytes} bytes. */
  public double stateBytes(double weightBytes) {
    return copies * weightBytes + bytes;
  }

  /** Whether the step holds temporary copies of all parameters. */
  public boolean foreach() {
    return foreach;
  }

  /** Whether the states lie in memory that can be paged to the host. */
  public boolean paged() {
    return paged;
  }

  /** By Transformers' name. */
  public static Optional<Optimizer> named(String key) {
    return Arrays.stream(values()).filter(o -> o.key.equalsIgnoreCase(key)).findFirst();
  }

  /** Every name. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Optimizer::key).toList();
  }
}
