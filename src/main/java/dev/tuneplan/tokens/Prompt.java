package dev.tuneplan.tokens;

import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.template.Conversation;
import dev.tuneplan.template.Rendered;
import dev.tuneplan.template.TemplateFailure;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chat template with what Transformers hands to it beside the messages (apply_chat_template in
 * tokenization_utils_base.py, Transformers 5.23, read 2026-11-25).
 *
 * @param template the model's own, or the one that the user named
 * @param withTools the one that is taken instead for conversations with tools
 * @param specialTokens bos_token and the like
 * @param now the date that some templates write into the prompt
 */
public record Prompt(
    ChatTemplate template,
    Optional<ChatTemplate> withTools,
    Map<String, Object> specialTokens,
    LocalDateTime now) {
  /** The template that a conversation is rendered with. */
  ChatTemplate template(Exchange c) {
    return c.tools().isPresent() ? withTools.orElse(template) : template;
  }

  /** A conversation as the model reads it. */
  Rendered render(Exchange c, boolean generationPrompt) throws TemplateFailure {
    Map<String, Object> more = new HashMap<>(specialTokens);
    more.putAll(c.kwargs());
    Map<String, @Nullable Object> variables =
        new Conversation(
                c.messages(), c.tools().map(t -> t), Optional.empty(), generationPrompt, more)
            .variables();
    return template(c).render(variables, now);
  }

  /** A conversation's text, if the template has one for it. */
  Optional<String> text(Exchange c, boolean generationPrompt) {
    try {
      return Optional.of(render(c, generationPrompt).text());
    } catch (TemplateFailure e) {
      return Optional.empty();
    }
  }
}
