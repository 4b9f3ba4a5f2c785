package dev.tuneplan.trainer;

/**
 * How frozen weights are loaded.
 *
 * @param bits 4, 8 or 16
 */
record Quantised(int bits) {
  private static final String FOUR = "load_in_4bit";
  private static final String EIGHT = "load_in_8bit";

  /**
   * Reads {@code load_in_4bit} and {@code load_in_8bit}, of which bitsandbytes takes one
   * (transformers 5.24.0 utils/quantization_config.py), and which a full fine-tune cannot have
   * (transformers 5.24.0 trainer_utils.py, validate_quantization_for_training; read 2026-11-25).
   *
   * @param remedy what to add where no adapter is trained
   */
  static Quantised bitsAndBytes(Reading f, boolean adapter, String remedy) {
    boolean four = f.on(FOUR);
    boolean eight = f.on(EIGHT);
    if (four && eight) {
      f.fault(EIGHT, "does not go with " + FOUR + " at " + f.place(FOUR) + "; keep one of them");
    }
    if (!adapter && (four || eight)) {
      f.fault(
          four ? FOUR : EIGHT,
          "quantised weights cannot be trained: add " + remedy + ", or set it to false");
    }
    for (String key : new String[] {FOUR, EIGHT}) {
      if (f.has(key)) {
        f.note(key, f.on(key) ? "weights in " + (key.equals(FOUR) ? 4 : 8) + " bits" : "not used");
      }
    }
    if (adapter && eight && !four) {
      f.out().set("method.quantization", f.place(EIGHT), "int8");
    }
    return new Quantised(four ? 4 : eight ? 8 : 16);
  }

  /** The run spec's method. */
  String type(boolean adapter) {
    return !adapter ? "full" : bits == 4 ? "qlora" : "lora";
  }
}
