package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Messages as a chat template takes them.
 *
 * @param messages in order
 * @param tools descriptions of functions
 * @param kwargs further variables of the template
 */
record Exchange(
    List<Map<String, Object>> messages, Optional<List<Object>> tools, Map<String, Object> kwargs) {
  static Exchange of(Example.Chat chat) {
    return new Exchange(given(chat.messages()), chat.tools(), chat.kwargs());
  }

  /**
   * An instruction as LLaMA-Factory makes a conversation of it: instruction and input, one below
   * the other, are the user's turn (data/converter.py, AlpacaDatasetConverter, 0.9.4, read
   * 2026-11-25).
   */
  static Exchange of(Example.Instruction i) {
    List<Map<String, Object>> messages = new ArrayList<>();
    i.system().ifPresent(s -> messages.add(message("system", s)));
    for (Example.Instruction.Turn turn : i.history()) {
      messages.add(message("user", turn.prompt()));
      messages.add(message("assistant", turn.answer()));
    }
    String asked =
        i.input().isEmpty()
            ? i.instruction()
            : i.instruction().isEmpty() ? i.input() : i.instruction() + "\n" + i.input();
    messages.add(message("user", asked));
    messages.add(message("assistant", i.output()));
    return new Exchange(messages, Optional.empty(), Map.of());
  }

  static Exchange of(Example.ChatCompletion c) {
    List<Map<String, Object>> all = new ArrayList<>(c.prompt());
    all.addAll(c.completion());
    return new Exchange(given(all), c.tools(), c.kwargs());
  }

  /** What was asked, without the answer. */
  static Exchange before(Example.ChatCompletion c) {
    return new Exchange(given(c.prompt()), c.tools(), c.kwargs());
  }

  /**
   * Messages as Transformers gives them to a template: keys without a value are left out
   * (apply_chat_template in tokenization_utils_base.py, Transformers 5.23, read 2026-11-25).
   */
  private static List<Map<String, Object>> given(List<Map<String, Object>> messages) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> message : messages) {
      Map<String, Object> m = new LinkedHashMap<>(message);
      m.values().removeIf(Objects::isNull);
      all.add(m);
    }
    return all;
  }

  private static Map<String, Object> message(String role, String content) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("role", role);
    m.put("content", content);
    return m;
  }

  /** The first {@code n} messages. */
  Exchange first(int n) {
    return new Exchange(messages.subList(0, n), tools, kwargs);
  }

  /** The same with another content of one message. */
  Exchange with(int index, String content) {
    List<Map<String, Object>> changed = new ArrayList<>(messages);
    Map<String, Object> m = new LinkedHashMap<>(changed.get(index));
    m.put("content", content);
    changed.set(index, m);
    return new Exchange(changed, tools, kwargs);
  }

  /** Whether a message is the model's own. */
  boolean answers(int index) {
    return "assistant".equals(messages.get(index).get("role"));
  }

  /** A message's text; parts of other kinds, such as pictures, have none. */
  static String text(Map<String, Object> message) {
    return switch (message.get("content")) {
      case String s -> s;
      case List<?> parts -> {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
          if (part instanceof Map<?, ?> m && m.get("text") instanceof String s) {
            text.append(s);
          }
        }
        yield text.toString();
      }
      case null, default -> "";
    };
  }
}
