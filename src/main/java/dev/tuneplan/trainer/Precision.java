package dev.tuneplan.trainer;

/** The precision of the computation, as the flags of a Transformers Trainer say it. */
final class Precision {
  static final String SPEC = "training.precision";

  private Precision() {}

  /**
   * Reads {@code bf16}, {@code fp16} and {@code fp8}; both of the first are refused by Transformers
   * (transformers 5.24.0 training_args.py, __post_init__, read 2026-11-25). Nothing is set where
   * all are off: accelerate's file may still say something.
   *
   * @param bf16 whether bf16 is what the trainer takes where nothing is said
   */
  static void read(Reading f, boolean bf16) {
    boolean automatic = f.text("bf16").filter("auto"::equalsIgnoreCase).isPresent();
    boolean brain = automatic || f.has("bf16") && f.on("bf16");
    boolean half = f.on("fp16");
    if (brain && half && !automatic) {
      f.fault("fp16", "does not go with bf16: true at " + f.place("bf16") + "; keep one of them");
    }
    if (f.known().keys().containsKey("fp8") && f.on("fp8")) {
      f.use("fp8", SPEC, "fp8");
    } else if (half) {
      f.use("fp16", SPEC, "fp16");
    } else if (brain) {
      f.use("bf16", SPEC, "bf16");
    } else if (!f.has("bf16") && bf16) {
      f.fill("bf16", SPEC, "bf16");
    }
    for (String key : new String[] {"bf16", "fp16"}) {
      if (f.has(key)) {
        f.note(key, "precision");
      }
    }
  }
}
