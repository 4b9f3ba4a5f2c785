package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Example;
import dev.tuneplan.dataset.Layout;
import dev.tuneplan.template.Rendered;
import dev.tuneplan.template.TemplateFailure;
import dev.tuneplan.tokenizer.Tokenizer;
import dev.tuneplan.tokenizer.Tokenizer.Count;
import dev.tuneplan.tokenizer.Tokenizer.Stretch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the tokens of one example as a trainer would feed it. Safe for use by several threads at
 * once.
 *
 * <p>With a chat template, conversations and instructions are rendered with it, and no special
 * tokens are added, since templates write their own. Without one, the texts alone are counted:
 * those of a conversation's messages each for itself. What a trainer puts around plain texts (the
 * tokenizer's first token, an end of text) is {@link #added}, and not part of a count.
 */
public final class ExampleCounter implements AutoCloseable {
  private final Tokenizer tokenizer;
  private final Optional<Prompt> prompt;
  private final Loss loss;
  private final boolean endOfText;

  /**
   * Counts with these.
   *
   * @param tokenizer is closed with the counter
   * @param endOfText whether an end of text is known, which trainers append to plain texts
   */
  public ExampleCounter(
      Tokenizer tokenizer, Optional<Prompt> prompt, Loss loss, boolean endOfText) {
    this.tokenizer = tokenizer;
    this.prompt = prompt;
    this.loss = loss;
    this.endOfText = endOfText;
  }

  /**
   * Tokens that a trainer puts around an example that no template renders: what the tokenizer adds,
   * and the end of text that TRL appends (SFTTrainer._prepare_dataset, add_eos, trl 1.16, read
   * 2026-11-25) when the tokenizer's files name it.
   */
  int added(Layout layout) {
    boolean rendered = layout == Layout.CHAT || (layout == Layout.ALPACA && prompt.isPresent());
    return rendered ? 0 : tokenizer.added() + (endOfText ? 1 : 0);
  }

  /** Tokens of an example. */
  public ExampleTokens of(Example example) {
    try {
      return switch (example) {
        case Example.Text t -> all(tokenizer.count(t.text()));
        case Example.Completion c -> completion(c.prompt(), c.prompt() + c.completion());
        case Example.Instruction i ->
            prompt.isPresent()
                ? rendered(prompt.get(), Exchange.of(i))
                : completion(AlpacaPrompt.of(i), AlpacaPrompt.of(i) + i.output());
        case Example.Chat c ->
            prompt.isPresent() ? rendered(prompt.get(), Exchange.of(c)) : contents(c.messages());
        case Example.ChatCompletion c ->
            prompt.isPresent() ? continued(prompt.get(), c) : contents(Exchange.of(c).messages());
      };
    } catch (TemplateFailure e) {
      return new ExampleTokens.Refused(
          switch (e.kind()) {
            case RAISED -> "the chat template refuses it: " + e.reason();
            case REFUSED -> "the chat template does what tuneplan does not know: " + e.getMessage();
            case LIMIT -> "the chat template does not come to an end: " + e.reason();
          });
    }
  }

  private ExampleTokens.Counted all(int tokens) {
    return new ExampleTokens.Counted(tokens, tokens);
  }

  /**
   * TRL encodes the prompt, and the prompt with its completion; from the first token in which they
   * differ on, tokens carry loss (trl 1.16, sft_trainer.py, tokenize_fn and common_prefix_length,
   * read 2026-11-25).
   */
  private ExampleTokens.Counted completion(String before, String whole) {
    if (loss == Loss.ALL) {
      return all(tokenizer.count(whole));
    }
    Count count = tokenizer.continued(before, whole);
    return new ExampleTokens.Counted(count.all(), count.inside());
  }

  private ExampleTokens.Counted rendered(Prompt p, Exchange c) throws TemplateFailure {
    Rendered text = p.render(c, false);
    if (loss == Loss.ALL) {
      return all(tokenizer.count(text.text()));
    }
    Optional<List<Stretch>> answers = Answers.in(p, c, text);
    if (answers.isEmpty()) {
      return new ExampleTokens.Counted(tokenizer.count(text.text()), ExampleTokens.Counted.UNKNOWN);
    }
    Count count = tokenizer.count(text.text(), answers.get());
    return new ExampleTokens.Counted(count.all(), count.inside());
  }

  /** A conversational prompt and completion: TRL renders the prompt with a generation prompt. */
  private ExampleTokens.Counted continued(Prompt p, Example.ChatCompletion c)
      throws TemplateFailure {
    String whole = p.render(Exchange.of(c), false).text();
    return completion(p.render(Exchange.before(c), true).text(), whole);
  }

  private ExampleTokens.Counted contents(List<Map<String, Object>> messages) {
    int real = 0;
    int answers = 0;
    for (Map<String, Object> m : messages) {
      int tokens = tokenizer.count(Exchange.text(m));
      real += tokens;
      answers += "assistant".equals(m.get("role")) ? tokens : 0;
    }
    return new ExampleTokens.Counted(real, loss == Loss.ALL ? real : answers);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
