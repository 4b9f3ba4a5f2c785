package dev.tuneplan.tokens;

import dev.tuneplan.template.Rendered;
import dev.tuneplan.template.Span;
import dev.tuneplan.tokenizer.Tokenizer.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the model's own turns stand in a rendered conversation. A template that marks them with
 * {@code generation} says so itself. For the others, turn i begins where the conversation before it
 * ends with a generation prompt, and ends where the conversation up to it ends (TRL's rule,
 * trl/data_utils.py, 1.16). Where a template writes a last turn otherwise than an earlier one, such
 * as Qwen3 with its thinking block, that end is no part of the whole text: then another content is
 * put into the turn, and what changes in the text is the turn (axolotl's rule, find_turn in
 * prompt_strategies/chat_template.py, 0.19), with the special token behind it.
 */
final class Answers {
  private static final String OTHER = "\u0001tuneplan\u0001";

  private final Prompt prompt;
  private final Exchange conversation;
  private final String text;

  private Answers(Prompt prompt, Exchange conversation, String text) {
    this.prompt = prompt;
    this.conversation = conversation;
    this.text = text;
  }

  /** The stretches in the order of the text; empty when the template does not tell. */
  static Optional<List<Stretch>> in(Prompt prompt, Exchange conversation, Rendered rendered) {
    if (prompt.template(conversation).usesGeneration()) {
      return Optional.of(
          rendered.generated().stream()
              .sorted(Comparator.comparingInt(Span::start))
              .map(s -> new Stretch(s.start(), s.end()))
              .toList());
    }
    return new Answers(prompt, conversation, rendered.text()).turns();
  }

  private Optional<List<Stretch>> turns() {
    List<Stretch> found = new ArrayList<>();
    for (int i = 0; i < conversation.messages().size(); i++) {
      if (conversation.answers(i)) {
        Optional<Stretch> turn = turn(i);
        if (turn.isEmpty()) {
          return Optional.empty();
        }
        found.add(turn.get());
      }
    }
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).from() < found.get(i - 1).to()) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private Optional<Stretch> turn(int i) {
    int from = end(conversation.first(i), true);
    int to =
        i + 1 == conversation.messages().size()
            ? text.length()
            : end(conversation.first(i + 1), false);
    return from >= 0 && to >= from ? Optional.of(new Stretch(from, to)) : changed(i, from);
  }

  /** Where the beginning of the conversation ends in the text; negative when it is not in it. */
  private int end(Exchange beginning, boolean generationPrompt) {
    if (beginning.messages().isEmpty()) {
      return -1;
    }
    return prompt
        .text(beginning, generationPrompt)
        .filter(text::startsWith)
        .map(String::length)
        .orElse(-1);
  }

  private Optional<Stretch> changed(int i, int begin) {
    String content = Exchange.text(conversation.messages().get(i));
    Optional<String> other = prompt.text(conversation.with(i, OTHER), false);
    if (content.isEmpty() || other.isEmpty() || other.get().equals(text)) {
      return Optional.empty();
    }
    String changed = other.get();
    int most = Math.min(text.length(), changed.length());
    int from = 0;
    while (from < most && text.charAt(from) == changed.charAt(from)) {
      from++;
    }
    int same = 0;
    while (same < most - from
        && text.charAt(text.length() - 1 - same) == changed.charAt(changed.length() - 1 - same)) {
      same++;
    }
    int to = text.length() - same;
    return to <= from
        ? Optional.empty()
        : Optional.of(new Stretch(begin >= 0 ? Math.min(begin, from) : from, withEndOfTurn(to)));
  }

  /** The special token that stands right behind a turn ends it, and is learned with it. */
  private int withEndOfTurn(int to) {
    for (Object token : prompt.specialTokens().values()) {
      List<?> tokens = token instanceof List<?> more ? more : List.of(token);
      for (Object t : tokens) {
        if (t instanceof String s && !s.isEmpty() && text.startsWith(s, to)) {
          return to + s.length();
        }
      }
    }
    int close = text.startsWith("<|", to) ? text.indexOf("|>", to) : -1;
    return close < 0 ? to : close + 2;
  }
}
