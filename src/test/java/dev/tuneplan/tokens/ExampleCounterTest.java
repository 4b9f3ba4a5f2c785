package dev.tuneplan.tokens;

import static dev.tuneplan.tokens.Chats.aChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.dataset.Example;
import dev.tuneplan.dataset.Layout;
import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.testing.Fixtures;
import dev.tuneplan.testing.Ids;
import dev.tuneplan.testing.SmallTokenizer;
import dev.tuneplan.tokenizer.HuggingFaceTokenizer;
import dev.tuneplan.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every word, run of signs, {@code <s>} and {@code <|...|>} is a token. */
class ExampleCounterTest {
  private static final Prompt TEMPLATE =
      Chats.prompt(
          "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>"
              + "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}");

  @TempDir Path folder;
  private Tokenizer tokenizer;

  @BeforeEach
  void open() {
    tokenizer =
        HuggingFaceTokenizer.read(
            SmallTokenizer.aTokenizer()
                .knowing("<|system|>")
                .knowing("<|user|>")
                .knowing("<|assistant|>")
                .knowing("<|end|>")
                .beginningWith("<s>")
                .in(folder),
            Fixtures.NATIVES);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private ExampleTokens plain(Example example) {
    return new ExampleCounter(tokenizer, Optional.empty(), Loss.ANSWERS, true).of(example);
  }

  private ExampleTokens rendered(Example example) {
    return new ExampleCounter(tokenizer, Optional.of(TEMPLATE), Loss.ANSWERS, true).of(example);
  }

  private static ExampleTokens tokens(int real, int loss) {
    return new ExampleTokens.Counted(real, loss);
  }

  private static Example.Instruction instruction(String input) {
    return new Example.Instruction("Add both", input, "four", Optional.empty(), List.of());
  }

  @Test
  void allOfATextIsLearned() {
    assertThat(plain(new Example.Text("one two, three"))).isEqualTo(tokens(4, 4));
    assertThat(rendered(new Example.Text("one two, three"))).isEqualTo(tokens(4, 4));
    assertThat(plain(new Example.Text(""))).isEqualTo(tokens(0, 0));
  }

  @Test
  void ofACompletionIsLearnedWhatFollowsThePrompt() {
    assertThat(plain(new Example.Completion("one two ", "three four five")))
        .isEqualTo(tokens(5, 3));
    assertThat(plain(new Example.Completion("", "three four"))).isEqualTo(tokens(2, 2));
    assertThat(plain(new Example.Completion("one two", ""))).isEqualTo(tokens(2, 0));
  }

  @Test
  void theTokenInWhichPromptAndCompletionMeetIsLearned() throws Exception {
    try (Tokenizer real =
        HuggingFaceTokenizer.read(
            Fixtures.tokenizer("qwen3").resolve("tokenizer.json"), Fixtures.NATIVES)) {
      assertThat(Ids.of(real, "Hello wor")).isNotEqualTo(Ids.of(real, "Hello world"));
      assertThat(
              new ExampleCounter(real, Optional.empty(), Loss.ANSWERS, true)
                  .of(new Example.Completion("Hello wor", "ld")))
          .isEqualTo(tokens(2, 1));
    }
  }

  @Test
  void anInstructionWithoutATemplateStandsInAlpacasPrompt() {
    // 17 + 3 words and 2 signs of the preamble, then "### Instruction:" and "### Response:"
    int preamble = tokenizer.count(AlpacaPrompt.of(instruction("")));
    assertThat(preamble)
        .isEqualTo(
            tokenizer.count(
                "Below is an instruction that describes a task. Write a response that appropriately"
                    + " completes the request. ### Instruction: Add both ### Response:"));
    assertThat(plain(instruction(""))).isEqualTo(tokens(preamble + 1, 1));
    int withInput = tokenizer.count(AlpacaPrompt.of(instruction("2 and 2")));
    assertThat(withInput).isGreaterThan(preamble + 3);
    assertThat(plain(instruction("2 and 2"))).isEqualTo(tokens(withInput + 1, 1));
  }

  @Test
  void anInstructionWithATemplateIsAConversation() {
    // <s> <|user|> Add both 2 and 2 <|end|> <|assistant|> four <|end|>
    assertThat(rendered(instruction("2 and 2"))).isEqualTo(tokens(11, 2));
    assertThat(rendered(instruction(""))).isEqualTo(tokens(8, 2));
    Example.Instruction long3 =
        new Example.Instruction(
            "And now",
            "",
            "five",
            Optional.of("Be brief"),
            List.of(new Example.Instruction.Turn("Add both", "four")));
    // <s> <|system|> Be brief <|end|> <|user|> Add both <|end|> <|assistant|> four <|end|> ...
    assertThat(rendered(long3)).isEqualTo(tokens(19, 4));
  }

  @Test
  void aConversationIsLearnedInItsAnswersAndTheTokenThatEndsThem() {
    Chats chat = aChat().user("one two").assistant("three").user("four").assistant("five six");
    assertThat(rendered(chat.build())).isEqualTo(tokens(1 + 4 + 3 + 3 + 4, 2 + 3));
    assertThat(plain(chat.build())).isEqualTo(tokens(6, 3));
  }

  @Test
  void partsOfAMessageCountByTheirTexts() {
    Example chat =
        aChat()
            .says(
                "user",
                List.of(
                    Map.of("type", "text", "text", "one two"),
                    Map.of("type", "image", "url", "x.png")))
            .assistant("three")
            .build();
    assertThat(plain(chat)).isEqualTo(tokens(3, 1));
  }

  @Test
  void aPromptOfMessagesIsRenderedWithAGenerationPromptThatIsNotLearned() {
    Example example = aChat().user("one two").completedBy("three");
    assertThat(rendered(example)).isEqualTo(tokens(8, 2));
    assertThat(plain(example)).isEqualTo(tokens(3, 1));
  }

  @Test
  void everyTokenIsLearnedWhereAllAre() {
    ExampleCounter all = new ExampleCounter(tokenizer, Optional.of(TEMPLATE), Loss.ALL, true);
    ExampleCounter untemplated = new ExampleCounter(tokenizer, Optional.empty(), Loss.ALL, true);
    List<Example> examples =
        List.of(
            new Example.Text("one two"),
            new Example.Completion("one ", "two"),
            instruction("2 and 2"),
            aChat().user("one two").assistant("three").build(),
            aChat().user("one two").completedBy("three"));
    for (Example e : examples) {
      for (ExampleCounter counter : List.of(all, untemplated)) {
        ExampleTokens.Counted counted = (ExampleTokens.Counted) counter.of(e);
        assertThat(counted.loss()).as("%s", e).isEqualTo(counted.real()).isPositive();
      }
      assertThat(((ExampleTokens.Counted) all.of(e)).real())
          .isEqualTo(((ExampleTokens.Counted) rendered(e)).real());
    }
  }

  @Test
  void conversationsThatTheTemplateRefusesAreRefusedWithItsWords() {
    ExampleCounter counter =
        new ExampleCounter(
            tokenizer,
            Optional.of(
                Chats.prompt("{{ raise_exception('Roles must alternate') }}{{ messages }}")),
            Loss.ALL,
            true);
    assertThat(counter.of(aChat().user("x").build()))
        .isEqualTo(new ExampleTokens.Refused("the chat template refuses it: Roles must alternate"));
    assertThat(counter.of(new Example.Text("x"))).isEqualTo(tokens(1, 1));
  }

  @Test
  void aTemplateWithoutEndIsRefusedAsSuch() {
    ExampleCounter counter =
        new ExampleCounter(
            tokenizer,
            Optional.of(
                Chats.prompt(
                    "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}"
                        + "{% endfor %}")),
            Loss.ALL,
            true);
    assertThat(counter.of(aChat().user("x").build()))
        .isInstanceOfSatisfying(
            ExampleTokens.Refused.class,
            r -> assertThat(r.reason()).startsWith("the chat template does not come to an end"));
  }

  @Test
  void whatCannotBeToldIsUnknownAndTheRestIsCounted() {
    ExampleCounter counter =
        new ExampleCounter(
            tokenizer,
            Optional.of(Chats.prompt("{{ messages | length }} words here")),
            Loss.ANSWERS,
            true);
    assertThat(counter.of(aChat().user("x").assistant("y").user("z").build()))
        .isEqualTo(tokens(3, ExampleTokens.Counted.UNKNOWN));
  }

  @Test
  void conversationsWithToolsAreRenderedWithTheTemplateForThem() {
    Prompt both =
        new Prompt(
            ChatTemplate.parse("plain", "plain"),
            Optional.of(ChatTemplate.parse("tools", "with {{ tools | length }} tools")),
            Map.of(),
            LocalDateTime.of(2026, 1, 15, 12, 0));
    ExampleCounter counter = new ExampleCounter(tokenizer, Optional.of(both), Loss.ALL, true);
    assertThat(counter.of(aChat().user("x").build())).isEqualTo(tokens(1, 1));
    assertThat(counter.of(aChat().user("x").withTool("f").build())).isEqualTo(tokens(3, 3));
  }

  @Test
  void whatATrainerPutsAroundPlainTextsIsToldByLayout() {
    ExampleCounter templated = new ExampleCounter(tokenizer, Optional.of(TEMPLATE), Loss.ALL, true);
    ExampleCounter plain = new ExampleCounter(tokenizer, Optional.empty(), Loss.ALL, false);
    assertThat(templated.added(Layout.TEXT)).isEqualTo(2);
    assertThat(templated.added(Layout.COMPLETION)).isEqualTo(2);
    assertThat(templated.added(Layout.ALPACA)).isZero();
    assertThat(templated.added(Layout.CHAT)).isZero();
    assertThat(plain.added(Layout.ALPACA)).isEqualTo(1);
    assertThat(plain.added(Layout.TEXT)).isEqualTo(1);
  }
}
