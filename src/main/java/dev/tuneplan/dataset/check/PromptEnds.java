package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;

/**
 * Prompts that end in a space. Tokenizers join a space to the word after it, so that the completion
 * of such a prompt begins with a token that hardly occurs elsewhere.
 */
public final class PromptEnds extends RowCheck {
  /** Nothing seen yet. */
  public PromptEnds() {
    super(
        "prompt-ends-in-space",
        "have a prompt that ends in a space: tokenizers join a space to the word after it; move it"
            + " to the beginning of the completion",
        e -> e instanceof Example.Completion c && endsInSpace(c.prompt()));
  }

  private static boolean endsInSpace(String prompt) {
    return prompt.endsWith(" ") || prompt.endsWith("\t") || prompt.endsWith("\u00a0");
  }
}
