package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Example;
import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.tokenizer.TokenizerFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds conversations and the templates that render them. */
final class Chats {
  private final List<Map<String, Object>> messages = new ArrayList<>();
  private Optional<List<Object>> tools = Optional.empty();

  private Chats() {}

  static Chats aChat() {
    return new Chats();
  }

  Chats says(String role, Object content) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    messages.add(message);
    return this;
  }

  Chats user(String content) {
    return says("user", content);
  }

  Chats assistant(String content) {
    return says("assistant", content);
  }

  Chats withTool(String name) {
    tools = Optional.of(List.of(Map.of("type", "function", "function", Map.of("name", name))));
    return this;
  }

  Example.Chat build() {
    return new Example.Chat(messages, tools, Map.of());
  }

  Example.ChatCompletion completedBy(String answer) {
    return new Example.ChatCompletion(
        messages, List.of(Map.of("role", "assistant", "content", answer)), tools, Map.of());
  }

  /** A template given as text, where bos_token is {@code <s>} and eos_token {@code </s>}. */
  static Prompt prompt(String jinja) {
    return new Prompt(
        ChatTemplate.parse("test", jinja),
        Optional.empty(),
        Map.of("bos_token", "<s>", "eos_token", "</s>"),
        LocalDateTime.of(2026, 1, 15, 12, 0));
  }

  /** A template in a file, with the special tokens of a tokenizer's folder. */
  static Prompt prompt(TokenizerFolder.Template template, Path folder) {
    return new Prompt(
        ChatTemplate.parse(template.source(), template.text()),
        Optional.empty(),
        TokenizerFolder.of(folder).specialTokens(),
        LocalDateTime.of(2026, 1, 15, 12, 0));
  }
}
