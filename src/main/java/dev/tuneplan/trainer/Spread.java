package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;

/** The scheme by which state is spread over GPUs, which several files may say. */
final class Spread {
  static final String SPEC = "training.parallelism";

  static final String WEIGHTS = "training.weights";

  private Spread() {}

  /** Sets the scheme; a later key of the same file goes before an earlier one. */
  static void scheme(Reading f, String key, String scheme) {
    f.use(key, SPEC, scheme);
  }

  /** Where the scheme was said, for messages. */
  static Place place(Outcome out) {
    Node node = out.settings().values().get(SPEC);
    return node == null ? out.settings().place() : node.place();
  }

  /**
   * What spreading does to trained weights in a full fine-tune: accelerate casts them to 32 bits
   * under FSDP (accelerate 1.15.0 utils/fsdp_utils.py fsdp2_prepare_model, accelerator.py
   * prepare_model), and ZeRO keeps a 32-bit copy in each shard (deepspeed 0.19.8
   * runtime/zero/stage3.py _create_fp32_partitions; read 2026-11-25).
   */
  static void weights(Trainer trainer, Outcome out) {
    boolean full = "full".equals(out.value("method.type"));
    if (!full || trainer == Trainer.TORCHTUNE || !out.has(SPEC)) {
      return;
    }
    String scheme = out.value(SPEC);
    if (out.fsdp()) {
      wide(out, "accelerate 1.15.0 casts trained weights to 32 bits under FSDP");
    } else if (out.value("training.offloadOptimizer").equals("true")) {
      // the 32-bit copy is in host memory, where the optimizer steps
      return;
    } else if (scheme.equals("zero3")) {
      wide(out, "DeepSpeed 0.19.8 keeps trained weights in 32 bits in each shard");
    } else if (scheme.startsWith("zero") && !"fp32".equals(out.value(WEIGHTS))) {
      out.warn(
          place(out)
              + " ZeRO keeps a 32-bit copy of trained weights in each shard, 4 bytes a weight /"
              + " GPUs, which the estimate does not have");
    }
  }

  private static void wide(Outcome out, String source) {
    if (!"fp32".equals(out.value(WEIGHTS))) {
      out.set(WEIGHTS, place(out), "fp32");
      out.filled(SPEC, WEIGHTS + " = fp32", source);
    }
  }
}
