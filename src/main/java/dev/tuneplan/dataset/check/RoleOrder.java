package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;
import java.util.List;
import java.util.Map;

/** Conversations whose roles come in an order that trainers or chat templates do not expect. */
public final class RoleOrder extends RowCheck {
  /** What may be wrong. */
  public enum Rule {
    SYSTEM_NOT_FIRST(
        "system-not-first",
        "have a system message that is not the first: many chat templates refuse or move it"),
    TWO_USERS(
        "two-users-in-a-row",
        "have two user messages in a row: chat templates that want turns to alternate refuse them;"
            + " join them"),
    ASSISTANT_FIRST(
        "assistant-first",
        "begin with an assistant message: nothing is asked before it, and some chat templates"
            + " refuse that"),
    NOT_ENDING_WITH_ASSISTANT(
        "not-ending-with-assistant",
        "end with another role than assistant: nothing is learnt from their last messages"),
    NO_ASSISTANT(
        "no-assistant",
        "have no assistant message: with loss on answers only, nothing at all is learnt from them");

    private final String check;
    private final String words;

    Rule(String check, String words) {
      this.check = check;
      this.words = words;
    }
  }

  /** Nothing seen yet. */
  public RoleOrder(Rule rule) {
    super(rule.check, rule.words, e -> breaks(rule, e));
  }

  private static boolean breaks(Rule rule, Example example) {
    List<Map<String, Object>> all = Conversation.messages(example);
    if (all.isEmpty()) {
      return false;
    }
    boolean answered = all.stream().anyMatch(m -> Conversation.is(m, "assistant"));
    return switch (rule) {
      case SYSTEM_NOT_FIRST -> all.stream().skip(1).anyMatch(m -> Conversation.is(m, "system"));
      case TWO_USERS -> twoUsers(all);
      case ASSISTANT_FIRST ->
          all.stream()
              .filter(m -> !Conversation.is(m, "system") && !Conversation.is(m, "developer"))
              .findFirst()
              .filter(m -> Conversation.is(m, "assistant"))
              .isPresent();
      case NOT_ENDING_WITH_ASSISTANT -> answered && !Conversation.is(all.getLast(), "assistant");
      case NO_ASSISTANT -> !answered;
    };
  }

  private static boolean twoUsers(List<Map<String, Object>> all) {
    for (int i = 1; i < all.size(); i++) {
      if (Conversation.is(all.get(i - 1), "user") && Conversation.is(all.get(i), "user")) {
        return true;
      }
    }
    return false;
  }
}
