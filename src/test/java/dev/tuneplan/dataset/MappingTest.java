package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  @TempDir Path folder;

  private Example read(String row, String... pairs) {
    ReadOptions options =
        ReadOptions.DEFAULT.with(Mapping.of(List.of(pairs))).with(new BadRowLimit.Count(0));
    return Data.examples(
            Data.source(Data.write(folder, "a.jsonl", row.replace('\'', '"'))), options)
        .getFirst();
  }

  private static Example.Chat chat(String... rolesAndTexts) {
    List<Map<String, Object>> messages = new java.util.ArrayList<>();
    for (int i = 0; i < rolesAndTexts.length; i += 2) {
      messages.add(Map.of("role", rolesAndTexts[i], "content", rolesAndTexts[i + 1]));
    }
    return new Example.Chat(messages, Optional.empty(), Map.of());
  }

  @Test
  void renamesFieldsAndRolesOfConversations() {
    assertThat(
            read(
                "{'conv':[{'speaker':'customer','utterance':'a'},{'speaker':'agent','utterance':'b'}]}",
                "messages=conv",
                "role=speaker",
                "content=utterance",
                "role.customer=user",
                "role.agent=assistant"))
        .isEqualTo(chat("user", "a", "assistant", "b"));
  }

  @Test
  void letsAnOddRoleStandWhenAsked() {
    assertThat(read("{'messages':[{'role':'critic','content':'a'}]}", "role.critic=critic"))
        .isEqualTo(chat("critic", "a"));
  }

  @Test
  void renamesTheFieldsOfOtherLayouts() {
    assertThat(read("{'question':'a','answer':'b'}", "prompt=question", "completion=answer"))
        .isEqualTo(new Example.Completion("a", "b"));
    assertThat(read("{'body':'a','text':'b'}", "text=body")).isEqualTo(new Example.Text("a"));
    assertThat(
            read(
                "{'instruction':'a','context':'b','response':'c'}",
                "input=context",
                "output=response"))
        .isEqualTo(new Example.Instruction("a", "b", "c", Optional.empty(), List.of()));
  }

  @Test
  void putsASystemFieldBeforeTheMessagesUnlessToldNotTo() {
    String row = "{'system':'s','messages':[{'role':'user','content':'a'}]}";
    assertThat(read(row)).isEqualTo(chat("system", "s", "user", "a"));
    assertThat(read(row, "system=-")).isEqualTo(chat("user", "a"));
  }

  @Test
  void takesTheRolesOfShareGptAndLlamaFactory() {
    Example.Chat read =
        (Example.Chat)
            read(
                "{'conversations':[{'from':'human','value':'a'},"
                    + "{'from':'function_call','value':'{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}'},"
                    + "{'from':'observation','value':'c'},{'from':'gpt','value':'d'}]}"
                        .replace("\\\"", "\\u0022"));
    assertThat(read.messages())
        .extracting(m -> m.get("role"))
        .containsExactly("user", "assistant", "tool", "assistant");
    assertThat(read.messages().get(1).get("tool_calls"))
        .isEqualTo(
            List.of(
                Map.of(
                    "type", "function", "function", Map.of("name", "f", "arguments", Map.of()))));
  }

  @Test
  void takesMessagesToolsAndKwargsOutOfTexts() {
    Example.Chat read =
        (Example.Chat)
            read(
                ("{'messages':'[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"a\\\"}]',"
                        + "'tools':'[{\\\"type\\\":\\\"function\\\"}]',"
                        + "'chat_template_kwargs':{'enable_thinking':false,'none':null}}")
                    .replace("\\\"", "\\u0022"));
    assertThat(read.messages()).isEqualTo(chat("user", "a").messages());
    assertThat(read.tools()).contains(List.of(Map.of("type", "function")));
    assertThat(read.kwargs()).isEqualTo(Map.of("enable_thinking", false));
  }

  @Test
  void keepsWhatElseAMessageHas() {
    Example.Chat read =
        (Example.Chat)
            read(
                "{'messages':[{'role':'assistant','content':[{'type':'text','text':'a'}],"
                    + "'reasoning_content':'why','weight':0,'train':false,'name':null,"
                    + "'tool_calls':[{'id':'1','n':12345678901234567890,'x':1.5}]}],"
                    + "'parallel_tool_calls':false}");
    assertThat(read.messages().getFirst().keySet())
        .containsExactly("role", "content", "reasoning_content", "weight", "train", "tool_calls");
    assertThat(read.messages().getFirst().get("tool_calls"))
        .isEqualTo(
            List.of(
                Map.of(
                    "id", "1", "n", new java.math.BigInteger("12345678901234567890"), "x", 1.5)));
    assertThat(read.messages().getFirst().get("weight")).isEqualTo(0L);
    assertThat(read.chars()).isEqualTo("a".length() + "why".length() + "1".length());
  }

  @Test
  void countsTheTextsOfEachKindOfExample() {
    assertThat(chat("user", "ab", "assistant", "👋").chars()).isEqualTo(4);
    assertThat(new Example.Completion("ab", "c").chars()).isEqualTo(3);
    assertThat(
            new Example.Instruction(
                    "a",
                    "bc",
                    "d",
                    Optional.of("ef"),
                    List.of(new Example.Instruction.Turn("g", "h")))
                .chars())
        .isEqualTo(8);
  }

  @Test
  void refusesWhatItDoesNotKnowWithASuggestion() {
    assertThatThrownBy(() -> Mapping.of(List.of("promt=question")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("promt: is no field; did you mean 'prompt'?");
    assertThatThrownBy(() -> Mapping.of(List.of("role.bot=asistant")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("bot: cannot be 'asistant'; did you mean 'assistant'?");
    assertThatThrownBy(() -> Mapping.of(List.of("prompt")))
        .hasMessageContaining("write it as prompt=question");
  }

  @Test
  void readsLimitsOfBadRows() {
    assertThat(BadRowLimit.parse("1%")).isEqualTo(new BadRowLimit.Share(0.01));
    assertThat(BadRowLimit.parse(" 2.5 % ").words()).isEqualTo("2.5 %");
    assertThat(BadRowLimit.parse("20")).isEqualTo(new BadRowLimit.Count(20));
    for (String bad : List.of("", "x", "-1", "101%", "0.01")) {
      assertThatThrownBy(() -> BadRowLimit.parse(bad))
          .as(bad)
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("such as 1%");
    }
  }
}
