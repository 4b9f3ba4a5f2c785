package dev.tuneplan.dataset.check;

import dev.tuneplan.dataset.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What checks ask of conversations. */
final class Conversation {
  private Conversation() {}

  /** All messages of an example; empty when it is no conversation. */
  static List<Map<String, Object>> messages(Example example) {
    return switch (example) {
      case Example.Chat c -> c.messages();
      case Example.ChatCompletion c -> {
        List<Map<String, Object>> all = new ArrayList<>(c.prompt());
        all.addAll(c.completion());
        yield all;
      }
      case Example.Completion c -> List.of();
      case Example.Instruction i -> List.of();
      case Example.Text t -> List.of();
    };
  }

  static boolean is(Map<String, Object> message, String role) {
    return role.equals(message.get("role"));
  }

  /** Whether a message says nothing: no text but white space, no calls, no thoughts. */
  static boolean empty(Map<String, Object> message) {
    boolean calls = message.get("tool_calls") instanceof List<?> l && !l.isEmpty();
    return !calls
        && !message.containsKey("function_call")
        && blank(message.get("reasoning_content"))
        && blank(message.get("content"));
  }

  private static boolean blank(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String s -> s.isBlank();
      case List<?> parts -> parts.stream().allMatch(Conversation::blankPart);
      default -> false;
    };
  }

  private static boolean blankPart(Object part) {
    return part instanceof Map<?, ?> m
        ? "text".equals(m.get("type")) && blank(m.get("text"))
        : blank(part);
  }
}
