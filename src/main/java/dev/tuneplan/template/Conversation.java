package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Transformers hands to a template for one conversation (render_jinja_template, transformers
 * 5.23.0).
 *
 * @param messages in order, each a mapping
 * @param tools their JSON schemas
 * @param documents for templates that cite
 * @param generationPrompt whether the text ends where the assistant is to speak
 * @param more special tokens ({@code bos_token}, …) and whatever else a template asks for
 */
public record Conversation(
    List<? extends Map<String, ?>> messages,
    Optional<List<?>> tools,
    Optional<List<?>> documents,
    boolean generationPrompt,
    Map<String, ?> more) {
  private static final List<String> REASONING =
      List.of("reasoning_content", "thinking", "reasoning");

  /** Messages alone. */
  public static Conversation of(List<? extends Map<String, ?>> messages, boolean generationPrompt) {
    return new Conversation(
        messages, Optional.empty(), Optional.empty(), generationPrompt, Map.of());
  }

  /** By name, for {@link ChatTemplate#render}. */
  public Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    List<Object> seen = new ArrayList<>(messages.size());
    messages.forEach(m -> seen.add(withReasoning(m)));
    variables.put("messages", seen);
    variables.put("tools", tools.orElse(null));
    variables.put("documents", documents.orElse(null));
    variables.put("add_generation_prompt", generationPrompt);
    variables.putAll(more);
    return variables;
  }

  /**
   * Gives a message's reasoning under each name that templates look for (_alias_reasoning_fields).
   */
  private static Map<String, ?> withReasoning(Map<String, ?> message) {
    for (String field : REASONING) {
      Object reasoning = message.get(field);
      if (reasoning != null) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("thinking", reasoning);
        named.putAll(message);
        named.put("reasoning_content", reasoning);
        return named;
      }
    }
    return message;
  }
}
