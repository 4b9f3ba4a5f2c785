package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;

/** Rows that teach the model to say nothing. */
public final class EmptyAnswers extends RowCheck {
  /** Nothing seen yet. */
  public EmptyAnswers() {
    super(
        "empty-answers",
        "have an answer of nothing but white space: the model learns to end at once; fill or"
            + " remove them",
        EmptyAnswers::wrong);
  }

  private static boolean wrong(Example example) {
    return switch (example) {
      case Example.Completion c -> c.completion().isBlank();
      case Example.Instruction i -> i.output().isBlank();
      case Example.Text t -> false;
      case Example.Chat c -> inMessages(c);
      case Example.ChatCompletion c -> inMessages(c);
    };
  }

  private static boolean inMessages(Example example) {
    return Conversation.messages(example).stream()
        .anyMatch(m -> Conversation.is(m, "assistant") && Conversation.empty(m));
  }
}
