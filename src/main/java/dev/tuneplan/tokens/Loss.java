package dev.tuneplan.tokens;

/** Which tokens carry loss. */
public enum Loss {
  /**
   * What the model is to say: assistant turns with the token that ends them, completions, outputs;
   * all of a plain text. TRL's {@code assistant_only_loss} and {@code completion_only_loss},
   * axolotl's {@code train_on_inputs: false}, LLaMA-Factory's default.
   */
  ANSWERS("answers"),
  /** Every token. TRL's default for conversations. */
  ALL("all");

  private final String word;

  Loss(String word) {
    this.word = word;
  }

  /** As users write it. */
  public String word() {
    return word;
  }
}
