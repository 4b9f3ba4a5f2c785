package dev.tuneplan.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes a row's fields for an example of a layout. */
final class Examples {
  private final Mapping mapping;
  private final Turns turns;

  Examples(Mapping mapping) {
    this.mapping = mapping;
    this.turns = new Turns(mapping);
  }

  /**
   * What the names of the fields say. A prompt with its completion comes before messages and those
   * before a text, as in TRL 1.16 (trainer/sft_trainer.py, tokenize_fn, read 2026-11-25); Alpaca's
   * own file has a text beside its instruction, where the instruction counts.
   */
  Optional<Layout> detect(Map<String, Object> row) {
    return detect(field -> row.get(field) != null);
  }

  /** The same where the values of the first row may be null. */
  Optional<Layout> decide(Map<String, Object> row) {
    return detect(row).or(() -> detect(row::containsKey));
  }

  private Optional<Layout> detect(Predicate<String> has) {
    if (has.test(mapping.name("prompt")) && has.test(mapping.name("completion"))) {
      return Optional.of(Layout.COMPLETION);
    }
    if (has.test(mapping.name("messages")) || (has.test("conversations") && !named("messages"))) {
      return Optional.of(Layout.CHAT);
    }
    if (has.test(mapping.name("instruction")) && has.test(mapping.name("output"))) {
      return Optional.of(Layout.ALPACA);
    }
    return has.test(mapping.name("text")) ? Optional.of(Layout.TEXT) : Optional.empty();
  }

  private boolean named(String usual) {
    return mapping.fields().containsKey(usual);
  }

  /** The row, good or bad. */
  Row row(Position at, Layout layout, Map<String, Object> fields) {
    try {
      Optional<Layout> other = detect(fields).filter(d -> d != layout);
      if (other.isPresent() && fields.get(mapping.name(key(layout))) == null) {
        return new Row.Bad(
            at,
            "is of layout "
                + other.get().word()
                + " ("
                + other.get().fields()
                + "), the first rows are of layout "
                + layout.word());
      }
      return new Row.Good(at, read(layout, fields));
    } catch (Unreadable e) {
      return new Row.Bad(at, e.reason());
    }
  }

  private static String key(Layout layout) {
    return switch (layout) {
      case CHAT -> "messages";
      case ALPACA -> "instruction";
      case COMPLETION -> "prompt";
      case TEXT -> "text";
    };
  }

  private Example read(Layout layout, Map<String, Object> row) throws Unreadable {
    return switch (layout) {
      case CHAT -> chat(row);
      case ALPACA -> instruction(row);
      case COMPLETION -> completion(row);
      case TEXT -> new Example.Text(text(row, "text"));
    };
  }

  private Example chat(Map<String, Object> row) throws Unreadable {
    String field = mapping.name("messages");
    if (row.get(field) == null && row.containsKey("conversations") && !named("messages")) {
      field = "conversations";
    }
    if (!row.containsKey(field)) {
      throw missing(field, row);
    }
    List<Map<String, Object>> messages = turns.read(row.get(field), field);
    Optional<String> system = optional(row, "system").filter(s -> !s.isEmpty());
    if (system.isPresent() && !"system".equals(messages.getFirst().get("role"))) {
      // Axolotl 0.19 (get_conversation_thread) and LLaMA-Factory 0.9.5 do so; TRL does not.
      Map<String, Object> first = new LinkedHashMap<>();
      first.put("role", "system");
      first.put("content", system.get());
      messages.addFirst(first);
    }
    return new Example.Chat(messages, tools(row), kwargs(row));
  }

  private Example completion(Map<String, Object> row) throws Unreadable {
    String promptName = mapping.name("prompt");
    String completionName = mapping.name("completion");
    Object prompt = row.get(promptName);
    Object completion = row.get(completionName);
    if (prompt instanceof List<?> && completion instanceof List<?>) {
      return new Example.ChatCompletion(
          turns.read(prompt, promptName),
          turns.read(completion, completionName),
          tools(row),
          kwargs(row));
    }
    if (prompt instanceof List<?> || completion instanceof List<?>) {
      throw new Unreadable(
          String.format(
              Locale.ROOT,
              "%s is %s and %s is %s; both must be texts or both lists of messages",
              promptName,
              Words.kind(prompt),
              completionName,
              Words.kind(completion)));
    }
    return new Example.Completion(text(row, "prompt"), text(row, "completion"));
  }

  private Example instruction(Map<String, Object> row) throws Unreadable {
    return new Example.Instruction(
        text(row, "instruction"),
        optional(row, "input").orElse(""),
        text(row, "output"),
        optional(row, "system").filter(s -> !s.isEmpty()),
        history(row.get(mapping.name("history"))));
  }

  private List<Example.Instruction.Turn> history(@Nullable Object value) throws Unreadable {
    String name = mapping.name("history");
    Object given = value instanceof String s && !s.isBlank() ? JsonValues.text(s, name) : value;
    List<Example.Instruction.Turn> found = new ArrayList<>();
    if (given instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> two
            && two.size() == 2
            && two.get(0) instanceof String prompt
            && two.get(1) instanceof String answer)) {
          throw new Unreadable(name + " must hold pairs of texts [prompt, answer]");
        }
        found.add(new Example.Instruction.Turn(prompt, answer));
      }
    } else if (given != null && !"".equals(given)) {
      throw new Unreadable(name + " must be a list of pairs, was " + Words.kind(given));
    }
    return found;
  }

  /** Tools that stand in a text are read as JSON, as TRL 1.16 does; an empty list is none. */
  private Optional<List<Object>> tools(Map<String, Object> row) throws Unreadable {
    String name = mapping.name("tools");
    Object value = row.get(name);
    Object given = value instanceof String s && !s.isBlank() ? JsonValues.text(s, name) : value;
    if (given == null || "".equals(given)) {
      return Optional.empty();
    }
    if (!(given instanceof List<?> list)) {
      throw new Unreadable(name + " must be a list of tools, was " + Words.kind(given));
    }
    return list.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(list));
  }

  private Map<String, Object> kwargs(Map<String, Object> row) throws Unreadable {
    String name = mapping.name("chat_template_kwargs");
    Object value = row.get(name);
    Object given = value instanceof String s && !s.isBlank() ? JsonValues.text(s, name) : value;
    Map<String, Object> found = new LinkedHashMap<>();
    if (given instanceof Map<?, ?> map) {
      map.forEach((k, v) -> {
        if (v != null) {
          found.put((String) k, v);
        }
      });
    } else if (given != null && !"".equals(given)) {
      throw new Unreadable(name + " must be an object, was " + Words.kind(given));
    }
    return found;
  }

  private String text(Map<String, Object> row, String usual) throws Unreadable {
    String name = mapping.name(usual);
    Object value = row.get(name);
    if (value instanceof String s) {
      return s;
    }
    if (value == null) {
      throw row.containsKey(name)
          ? new Unreadable(name + " is null; it must be a text")
          : missing(name, row);
    }
    throw new Unreadable(name + " must be a text, was " + Words.kind(value));
  }

  private static Unreadable missing(String name, Map<String, Object> row) {
    return new Unreadable(name + " is missing (the row has " + Words.list(row.keySet()) + ")");
  }

  private Optional<String> optional(Map<String, Object> row, String usual) throws Unreadable {
    return row.get(mapping.name(usual)) == null ? Optional.empty() : Optional.of(text(row, usual));
  }
}
