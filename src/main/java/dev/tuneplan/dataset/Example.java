package dev.tuneplan.dataset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a row says. Values are plain Java as JSON has them: String, Long, BigInteger, Double,
 * Boolean, null, List and LinkedHashMap in the order of the file, so that they can be handed to a
 * chat template.
 */
public sealed interface Example {

  /** Hands over every text in it in order; names of keys, roles and types are left out. */
  void eachText(Consumer<String> to);

  /** UTF-16 code units of all its texts: a size, ≥ 0. */
  default long chars() {
    long[] sum = new long[1];
    eachText(s -> sum[0] += s.length());
    return sum[0];
  }

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
    public void eachText(Consumer<String> to) {
      Example.texts(messages, to);
      tools.ifPresent(t -> Example.texts(t, to));
    }
  }

  /** A prompt and what is to follow it, without a chat template. */
  record Completion(String prompt, String completion) implements Example {
    @Override
    public void eachText(Consumer<String> to) {
      to.accept(prompt);
      to.accept(completion);
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
    public void eachText(Consumer<String> to) {
      Example.texts(prompt, to);
      Example.texts(completion, to);
      tools.ifPresent(t -> Example.texts(t, to));
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
    public void eachText(Consumer<String> to) {
      system.ifPresent(to);
      for (Turn t : history) {
        to.accept(t.prompt);
        to.accept(t.answer);
      }
      to.accept(instruction);
      to.accept(input);
      to.accept(output);
    }
  }

  /** A text to go on from its beginning. */
  record Text(String text) implements Example {
    @Override
    public void eachText(Consumer<String> to) {
      to.accept(text);
    }
  }

  private static void texts(@Nullable Object value, Consumer<String> to) {
    if (value instanceof String s) {
      to.accept(s);
    } else if (value instanceof Collection<?> list) {
      list.forEach(item -> texts(item, to));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> {
        if (!"role".equals(key) && !"type".equals(key)) {
          texts(item, to);
        }
      });
    }
  }
}
