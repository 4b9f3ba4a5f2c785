package dev.tuneplan.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.testing.SmallTokenizer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void tokenizer() {
    SmallTokenizer.aTokenizer().in(folder);
  }

  private TokenizerFolder with(String name, String text) {
    SmallTokenizer.write(folder.resolve(name), text);
    return TokenizerFolder.of(folder);
  }

  private static String text(TokenizerFolder found, String name) {
    TokenizerFolder.Template template = found.templates().get(name);
    return template == null ? "none" : template.text();
  }

  @Test
  void aFileAndItsFolderAreTheSame() {
    SmallTokenizer.write(folder.resolve("chat_template.jinja"), "hello");
    TokenizerFolder byFile = TokenizerFolder.of(folder.resolve("tokenizer.json"));
    TokenizerFolder byFolder = TokenizerFolder.of(folder);
    assertThat(byFile.file()).isEqualTo(folder.resolve("tokenizer.json"));
    assertThat(byFolder.file()).isEqualTo(byFile.file());
    assertThat(text(byFolder, "default")).isEqualTo(text(byFile, "default")).isEqualTo("hello");
  }

  @Test
  void aTokenizerAloneHasNoTemplateAndNoSpecialTokens() {
    TokenizerFolder found = TokenizerFolder.of(folder);
    assertThat(found.chatTemplate()).isEmpty();
    assertThat(found.toolTemplate()).isEmpty();
    assertThat(found.specialTokens()).isEmpty();
  }

  @Test
  void aTemplateMayBeATextOfTheConfig() {
    TokenizerFolder found = with("tokenizer_config.json", "{\"chat_template\":\"of config\"}");
    assertThat(found.chatTemplate().orElseThrow().text()).isEqualTo("of config");
    assertThat(found.chatTemplate().orElseThrow().source())
        .isEqualTo(folder.toAbsolutePath().resolve("tokenizer_config.json") + " chat_template");
    assertThat(found.toolTemplate()).isEmpty();
  }

  @Test
  void templatesMayBeAListOfNamedOnes() {
    TokenizerFolder found =
        with(
            "tokenizer_config.json",
            "{\"chat_template\":[{\"name\":\"default\",\"template\":\"plain\"},"
                + "{\"name\":\"tool_use\",\"template\":\"tools\"},"
                + "{\"name\":\"rag\",\"template\":\"documents\"}, 7, {\"name\":\"half\"}]}");
    assertThat(found.templates()).containsOnlyKeys("default", "tool_use", "rag");
    assertThat(found.chatTemplate().orElseThrow().text()).isEqualTo("plain");
    assertThat(found.toolTemplate().orElseThrow().text()).isEqualTo("tools");
  }

  @Test
  void namedTemplatesWithoutADefaultOneRenderNoChats() {
    TokenizerFolder found =
        with(
            "tokenizer_config.json",
            "{\"chat_template\":[{\"name\":\"rag\",\"template\":\"documents\"}]}");
    assertThat(found.chatTemplate()).isEmpty();
  }

  @Test
  void theJinjaFileWinsOverTheJsonFileAndBothOverTheConfig() {
    assertThat(text(with("tokenizer_config.json", "{\"chat_template\":\"config\"}"), "default"))
        .isEqualTo("config");
    assertThat(text(with("chat_template.json", "{\"chat_template\":\"json\"}"), "default"))
        .isEqualTo("json");
    TokenizerFolder found = with("chat_template.jinja", "jinja\n");
    assertThat(text(found, "default")).isEqualTo("jinja\n");
    assertThat(found.chatTemplate().orElseThrow().source()).endsWith("chat_template.jinja");
  }

  @Test
  void aJsonFileOfTheUsualNameWithoutATemplateChangesNothing() {
    with("tokenizer_config.json", "{\"chat_template\":\"config\"}");
    assertThat(text(with("chat_template.json", "{\"chat_template\":5}"), "default"))
        .isEqualTo("config");
  }

  @Test
  void filesOfAdditionalTemplatesWinByTheirNames() {
    with(
        "tokenizer_config.json",
        "{\"chat_template\":[{\"name\":\"default\",\"template\":\"plain\"},"
            + "{\"name\":\"tool_use\",\"template\":\"tools of config\"}]}");
    with("additional_chat_templates/notes.txt", "no template");
    TokenizerFolder found = with("additional_chat_templates/tool_use.jinja", "tools of file");
    assertThat(found.templates()).containsOnlyKeys("default", "tool_use");
    assertThat(text(found, "default")).isEqualTo("plain");
    assertThat(found.toolTemplate().orElseThrow().text()).isEqualTo("tools of file");
  }

  @Test
  void specialTokensMayBeTextsOrObjects() {
    TokenizerFolder found =
        with(
            "tokenizer_config.json",
            "{\"bos_token\":\"<s>\",\"eos_token\":{\"content\":\"</s>\",\"lstrip\":false},"
                + "\"pad_token\":null,\"unk_token\":7,"
                + "\"additional_special_tokens\":[\"<a>\",{\"content\":\"<b>\"},null]}");
    assertThat(found.specialTokens())
        .containsOnlyKeys("bos_token", "eos_token", "additional_special_tokens")
        .containsEntry("bos_token", "<s>")
        .containsEntry("eos_token", "</s>")
        .containsEntry("additional_special_tokens", List.of("<a>", "<b>"));
  }

  @Test
  void theFileOfSpecialTokensServesWhereTheConfigNamesNone() {
    with("tokenizer_config.json", "{\"bos_token\":\"<config>\",\"eos_token\":null}");
    TokenizerFolder found =
        with(
            "special_tokens_map.json",
            "{\"bos_token\":\"<map>\",\"eos_token\":\"<end>\","
                + "\"pad_token\":{\"content\":\"<pad>\"}}");
    assertThat(found.specialTokens())
        .containsOnlyKeys("bos_token", "pad_token")
        .containsEntry("bos_token", "<config>")
        .containsEntry("pad_token", "<pad>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer_config.json", "special_tokens_map.json"})
  void aConfigThatIsNoMappingIsRefusedByName(String name) {
    assertThatThrownBy(() -> with(name, "[1]"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(name)
        .hasMessageContaining("must be a mapping");
    assertThatThrownBy(() -> with(name, "{\"bos_token\":\n\"<s>"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(name + ":2")
        .hasMessageContaining("is not valid JSON");
  }

  @Test
  void aFolderOrFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> TokenizerFolder.of(folder.resolve("nothing")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("nothing no such file; give a tokenizer.json or the folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.model", "tekken.json", "vocab.json", "spiece.model"})
  void aFolderWithAnOlderFileAloneIsToldHowToMakeOne(String older) {
    Path old = folder.resolve("old");
    SmallTokenizer.write(old.resolve(older), "x");
    assertThatThrownBy(() -> TokenizerFolder.of(old))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("has no tokenizer.json, only " + older)
        .hasMessageContaining("save_pretrained");
  }
}
