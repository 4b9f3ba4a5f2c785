package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Example;

/**
 * The prompt with which Alpaca was trained, for instructions without a chat template (axolotl,
 * prompters.py, AlpacaPrompter, 0.19, read 2026-11-25, from stanford_alpaca train.py).
 */
final class AlpacaPrompt {
  private static final String WITH_INPUT =
      "Below is an instruction that describes a task, paired with an input that provides further"
          + " context. Write a response that appropriately completes the request.";
  private static final String WITHOUT_INPUT =
      "Below is an instruction that describes a task. Write a response that appropriately completes"
          + " the request.";

  private AlpacaPrompt() {}

  /** What stands before the output. */
  static String of(Example.Instruction i) {
    StringBuilder text = new StringBuilder();
    boolean input = !i.input().isEmpty();
    text.append(i.system().filter(s -> !s.isEmpty()).orElse(input ? WITH_INPUT : WITHOUT_INPUT));
    for (Example.Instruction.Turn turn : i.history()) {
      text.append("\n\n### Instruction:\n").append(turn.prompt());
      text.append("\n\n### Response:\n").append(turn.answer());
    }
    text.append("\n\n### Instruction:\n").append(i.instruction());
    if (input) {
      text.append("\n\n### Input:\n").append(i.input());
    }
    return text.append("\n\n### Response:\n").toString();
  }
}
