package dev.tuneplan.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a list of messages for a conversation, or says what is wrong with it. */
final class Turns {
  private final Mapping mapping;
  private final String role;
  private final String content;

  Turns(Mapping mapping) {
    this.mapping = mapping;
    this.role = mapping.name("role");
    this.content = mapping.name("content");
  }

  /**
   * Reads a conversation; one that stands in a text as JSON is taken out of it, as axolotl does.
   *
   * @param field its name, for messages
   */
  List<Map<String, Object>> read(@Nullable Object value, String field) throws Unreadable {
    Object given = value instanceof String s ? JsonValues.text(s, field) : value;
    if (!(given instanceof List<?> list)) {
      throw new Unreadable(field + " must be a list of messages, was " + Words.kind(given));
    }
    if (list.isEmpty()) {
      throw new Unreadable(field + " is empty; a conversation needs a message");
    }
    List<Map<String, Object>> turns = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      turns.add(turn(list.get(i), list.size() == 1 ? field : field + ", message " + (i + 1) + ","));
    }
    return turns;
  }

  private Map<String, Object> turn(@Nullable Object value, String where) throws Unreadable {
    if (!(value instanceof Map<?, ?> given)) {
      throw new Unreadable(
          where + " must be an object with role and content, was " + Words.kind(value));
    }
    // TRL 1.16 (data_utils.py, maybe_convert_to_chatml) renames from and value in any message.
    String roleKey = !given.containsKey(role) && given.containsKey("from") ? "from" : role;
    String contentKey =
        !given.containsKey(content) && given.containsKey("value") ? "value" : content;
    Map<String, Object> turn = new LinkedHashMap<>();
    String theirs = role(given.get(roleKey), where, given);
    turn.put("role", mapping.role(theirs));
    if (given.containsKey(contentKey)) {
      turn.put("content", given.get(contentKey));
    }
    for (Map.Entry<?, ?> e : given.entrySet()) {
      boolean read = e.getKey().equals(roleKey) || e.getKey().equals(contentKey);
      if (!read && e.getValue() != null) {
        turn.put((String) e.getKey(), e.getValue());
      }
    }
    if (theirs.equals("function_call")) {
      asToolCall(turn);
    }
    check(turn, where);
    return turn;
  }

  private String role(@Nullable Object value, String where, Map<?, ?> given) throws Unreadable {
    if (value == null) {
      throw new Unreadable(
          where + " has no " + role + " (its keys: " + Words.list(given.keySet()) + ")");
    }
    if (!(value instanceof String s)) {
      throw new Unreadable(where + " has a " + role + " that is " + Words.kind(value));
    }
    if (!mapping.knows(s)) {
      throw new Unreadable(
          where
              + " has the unknown role '"
              + Words.brief(s)
              + "'; map it, such as role."
              + Words.brief(s)
              + "=user");
    }
    return s;
  }

  private void check(Map<String, Object> turn, String where) throws Unreadable {
    Object value = turn.get("content");
    if (value == null) {
      if (!(turn.get("tool_calls") instanceof List<?> calls && !calls.isEmpty())
          && !turn.containsKey("function_call")
          && !turn.containsKey("reasoning_content")) {
        throw new Unreadable(
            where
                + (turn.containsKey("content") ? " has null for " : " has no ")
                + content
                + " and no tool_calls");
      }
    } else if (value instanceof List<?> parts) {
      for (Object part : parts) {
        boolean text = part instanceof String;
        boolean object =
            part instanceof Map<?, ?> m && (m.containsKey("type") || m.containsKey("text"));
        if (!text && !object) {
          throw new Unreadable(
              where
                  + " has a part of "
                  + content
                  + " that is no {type, text}, but "
                  + Words.kind(part));
        }
      }
    } else if (!(value instanceof String)) {
      throw new Unreadable(
          where
              + " has a "
              + content
              + " that is "
              + Words.kind(value)
              + "; it must be a text or a list of parts");
    }
  }

  /**
   * LLaMA-Factory writes calls as {@code {"name", "arguments"}} in a text of their own role; chat
   * templates know them as {@code tool_calls}.
   */
  private static void asToolCall(Map<String, Object> turn) throws Unreadable {
    if (turn.get("content") instanceof String s && s.stripLeading().startsWith("{")) {
      Object call = JsonValues.text(s, "the function_call");
      if (call instanceof Map<?, ?> m && m.containsKey("name")) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "function");
        entry.put("function", call);
        turn.put("content", null);
        turn.put("tool_calls", List.of(entry));
      }
    }
  }
}
