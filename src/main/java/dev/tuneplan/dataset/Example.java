package dev.tuneplan.dataset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a row says. Values are plain Java as JSON has them: String, Long, BigInteger, Double,
 * Boolean, null, List and LinkedHashMap in the order of the file, so that they can be handed to a
 * chat template.
 */
public sealed interface Example {

  /** UTF-16 code units of all texts in it, names of keys, roles and types left out: a size, ≥ 0. */
  long chars();

  /**
   * A conversation.
   *
   * @param messages at least one; each has {@code role}, nearly always {@code content}, and what
   *     else the row gave other than null: {@code tool_calls}, {@code tool_call_id}, {@code name},
   *     {@code reasoning_content}, {@code weight}, {@code train}, {@code training}, …
   * @param tools descriptions of functions, as they stand
   * @param kwargs {@code chat_template_kwargs}, which TRL hands to the template
   */
  record Chat(
      List<Map<String, Object>> messages, Optional<List<Object>> tools, Map<String, Object> kwargs)
      implements Example {
    @Override
    public long chars() {
      return Example.texts(messages) + tools.map(Example::texts).orElse(0L);
    }
  }

  /** A prompt and what is to follow it, without a chat template. */
  record Completion(String prompt, String completion) implements Example {
    @Override
    public long chars() {
      return (long) prompt.length() + completion.length();
    }
  }

  /**
   * A prompt and what is to follow it, both as messages.
   *
   * @param tools as in {@link Chat}
   * @param kwargs as in {@link Chat}
   */
  record ChatCompletion(
      List<Map<String, Object>> prompt,
      List<Map<String, Object>> completion,
      Optional<List<Object>> tools,
      Map<String, Object> kwargs)
      implements Example {
    @Override
    public long chars() {
      return Example.texts(prompt)
          + Example.texts(completion)
          + tools.map(Example::texts).orElse(0L);
    }
  }

  /**
   * An instruction in Alpaca's fields.
   *
   * @param input empty when there is none
   * @param history earlier turns, oldest first
   */
  record Instruction(
      String instruction, String input, String output, Optional<String> system, List<Turn> history)
      implements Example {

    /** An earlier turn of {@link Instruction}. */
    public record Turn(String prompt, String answer) {}

    @Override
    public long chars() {
      long before = 0;
      for (Turn t : history) {
        before += t.prompt.length() + t.answer.length();
      }
      return before
          + instruction.length()
          + input.length()
          + output.length()
          + system.map(String::length).orElse(0);
    }
  }

  /** A text to go on from its beginning. */
  record Text(String text) implements Example {
    @Override
    public long chars() {
      return text.length();
    }
  }

  private static long texts(Object value) {
    long sum = 0;
    if (value instanceof String s) {
      sum = s.length();
    } else if (value instanceof Collection<?> list) {
      for (Object item : list) {
        sum += item == null ? 0 : texts(item);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> e : map.entrySet()) {
        Object item = e.getValue();
        boolean word = "role".equals(e.getKey()) || "type".equals(e.getKey());
        sum += item == null || word ? 0 : texts(item);
      }
    }
    return sum;
  }
}
