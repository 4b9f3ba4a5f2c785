package dev.tuneplan.launch;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Python packages beside the trainer's own that a plan needs. */
final class Needed {
  /** 4-bit and 8-bit weights, and optimizers in 8 bits or in paged memory. */
  static final String BITSANDBYTES = "bitsandbytes";

  private Needed() {}

  static TrainerLaunch.Needs by(LaunchPlan plan) {
    Set<String> packages = new TreeSet<>();
    String weights = plan.spec().method().quantization();
    String optimizer = plan.spec().training().optimizer();
    if (weights.startsWith("nf4")
        || weights.equals("int8")
        || optimizer.contains("8bit")
        || optimizer.startsWith("paged")) {
      packages.add(BITSANDBYTES);
    }
    if (Sharding.deepSpeed(plan)) {
      packages.add("deepspeed");
    }
    if (plan.chosen().attention().equals("flash")) {
      packages.add("flash-attn");
    }
    if (!plan.spec().method().type().equals("full")) {
      packages.add("peft");
    }
    return new TrainerLaunch.Needs(List.copyOf(packages));
  }
}
