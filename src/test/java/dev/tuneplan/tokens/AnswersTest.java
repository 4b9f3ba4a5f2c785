package dev.tuneplan.tokens;

import static dev.tuneplan.tokens.Chats.aChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.template.Rendered;
import dev.tuneplan.template.TemplateFailure;
import dev.tuneplan.testing.Fixtures;
import dev.tuneplan.tokenizer.Tokenizer.Stretch;
import dev.tuneplan.tokenizer.TokenizerFolder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static Optional<List<String>> answers(Prompt prompt, Chats chat) throws TemplateFailure {
    Exchange exchange = Exchange.of(chat.build());
    Rendered rendered = prompt.render(exchange, false);
    Optional<List<Stretch>> found = Answers.in(prompt, exchange, rendered);
    return found.map(
        s -> s.stream().map(one -> rendered.text().substring(one.from(), one.to())).toList());
  }

  private static Prompt qwen3() {
    return Chats.prompt(
        TokenizerFolder.of(Fixtures.tokenizer("qwen3")).chatTemplate().orElseThrow(),
        Fixtures.tokenizer("qwen3"));
  }

  private static Prompt llama3(String file) {
    return Chats.prompt(
        TokenizerFolder.template(Fixtures.file("trl/trl/chat_templates/" + file)),
        Fixtures.tokenizer("llama3"));
  }

  private static Chats threeTurns() {
    return aChat()
        .says("system", "Be brief.")
        .user("Hi?")
        .assistant("Hello.")
        .user("Hello.")
        .assistant("Again: Hello.")
        .user("Bye.")
        .assistant("Bye.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama3.jinja", "llama3_training.jinja"})
  void llamaSaysWhatFollowsEachHeaderUpToTheEndOfTheTurn(String file) throws TemplateFailure {
    assertThat(answers(llama3(file), threeTurns()).orElseThrow())
        .containsExactly("Hello.<|eot_id|>", "Again: Hello.<|eot_id|>", "Bye.<|eot_id|>");
  }

  @Test
  void qwenThinksInItsLastTurnOnlyAndItsEarlierTurnsAreFoundAllTheSame() throws TemplateFailure {
    assertThat(answers(qwen3(), threeTurns()).orElseThrow())
        .containsExactly(
            "Hello.<|im_end|>",
            "Again: Hello.<|im_end|>",
            "<think>\n\n</think>\n\nBye.<|im_end|>\n");
  }

  @Test
  void theThoughtsOfAnEarlierTurnAreInNoText() throws TemplateFailure {
    Chats chat =
        aChat()
            .user("2+2?")
            .assistant("<think>\neasy\n</think>\n\n4")
            .user("3+3?")
            .assistant("<think>\neasier\n</think>\n\n6");
    assertThat(answers(qwen3(), chat).orElseThrow())
        .containsExactly("4<|im_end|>", "<think>\neasier\n</think>\n\n6<|im_end|>\n");
  }

  @Test
  void aConversationWithoutAnAnswerHasNone() throws TemplateFailure {
    assertThat(answers(qwen3(), aChat().user("Hi?")).orElseThrow()).isEmpty();
    assertThat(answers(llama3("llama3_training.jinja"), aChat().user("Hi?")).orElseThrow())
        .isEmpty();
  }

  @Test
  void generationBlocksSayItThemselves() throws TemplateFailure {
    Prompt prompt =
        Chats.prompt(
            "{% for m in messages %}[{{ m.role }}]{% if m.role == 'assistant' %}"
                + "{% generation %}{{ m.content }}{% endgeneration %}!{% else %}{{ m.content }}"
                + "{% endif %}{% endfor %}");
    assertThat(answers(prompt, threeTurns()).orElseThrow())
        .containsExactly("Hello.", "Again: Hello.", "Bye.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // earlier answers are dropped
        "{% for m in messages %}{% if m.role != 'assistant' or loop.last %}{{ m.content }};"
            + "{% endif %}{% endfor %}",
        // the newest turn stands first
        "{% for m in messages | reverse %}{{ m.role }}: {{ m.content }};{% endfor %}",
        // questions come before answers, all in one
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}"
            + "{{ messages | map(attribute='content') | join('') | length }}",
      })
  void whereATemplateDoesNotTellItIsUnknown(String jinja) throws TemplateFailure {
    assertThat(answers(Chats.prompt(jinja), threeTurns())).isEmpty();
  }

  @Test
  void anEmptyAnswerThatCannotBeToldIsUnknown() throws TemplateFailure {
    Prompt prompt =
        Chats.prompt(
            "{% for m in messages %}{% if loop.last %}last {% endif %}{{ m.content }}"
                + "{% endfor %}");
    assertThat(answers(prompt, aChat().user("a").assistant("").user("b").assistant("c"))).isEmpty();
  }
}
