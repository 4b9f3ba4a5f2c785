package dev.tuneplan.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.testing.Fixtures;
import dev.tuneplan.testing.SmallTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerChoiceTest {
  @TempDir Path folder;

  private static TokenizerChoice named(String given) {
    return TokenizerChoice.named(given, new Place("spec.yaml", 7, 3), Fixtures.NATIVES);
  }

  private TokenizerChoice ofModel(String model) {
    return TokenizerChoice.ofModel(model, folder.resolve("hub"), Fixtures.NATIVES);
  }

  private Path fetched(String repository, String revision) {
    return SmallTokenizer.aTokenizer()
        .in(folder.resolve("hub").resolve(repository).resolve("snapshots").resolve(revision));
  }

  private static void isTheFile(TokenizerChoice choice, Path file) {
    assertThat(choice.name()).isEqualTo(file.toString());
    assertThat(choice.exact()).isTrue();
    assertThat(choice.folder().orElseThrow().file()).isEqualTo(file);
    try (Tokenizer tokenizer = choice.opener().get()) {
      assertThat(tokenizer.count("three small words")).isEqualTo(3);
    }
  }

  @Test
  void aFileOrItsFolderIsReadAsItIs() {
    Path file = SmallTokenizer.aTokenizer().in(folder.resolve("model"));
    isTheFile(named(file.toString()), file);
    isTheFile(named(file.getParent().toString()), file);
    assertThat(named(file.toString()).identity())
        .isEqualTo(named(file.getParent().toString()).identity());
  }

  @Test
  void anotherContentIsAnotherIdentityAndAnotherPlaceIsNot() {
    Path here = SmallTokenizer.aTokenizer().in(folder.resolve("here"));
    Path there = SmallTokenizer.aTokenizer().in(folder.resolve("there"));
    Path other = SmallTokenizer.aTokenizer().knowing("<s>").in(folder.resolve("other"));
    assertThat(named(here.toString()).identity())
        .isEqualTo(named(there.toString()).identity())
        .isNotEqualTo(named(other.toString()).identity());
  }

  @Test
  void aFileIsNotReadAsATokenizerBeforeItIsAskedToCount() {
    Path file = SmallTokenizer.write(folder.resolve("tokenizer.json"), "nonsense");
    TokenizerChoice choice = named(file.toString());
    assertThatThrownBy(() -> choice.opener().get()).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @CsvSource({
    "o200k_base, o200k_base",
    "CL100K_base, cl100k_base",
    "p50k_base, p50k_base",
    "r50k_base, r50k_base",
    "gpt-4o, o200k_base",
    "gpt-4o-mini-2024-07-18, o200k_base",
    "gpt-4.1-nano, o200k_base",
    "gpt-4.5-preview, o200k_base",
    "gpt-5, o200k_base",
    "chatgpt-4o-latest, o200k_base",
    "o1, o200k_base",
    "o3-mini, o200k_base",
    "o4-mini, o200k_base",
    "ft:gpt-4o-mini-2024-07-18:acme:support:abc123, o200k_base",
    "ft:gpt-4.1-2025-04-14:acme::x, o200k_base",
    "gpt-4, cl100k_base",
    "gpt-4-turbo-2024-04-09, cl100k_base",
    "gpt-3.5-turbo, cl100k_base",
    "ft:gpt-3.5-turbo-0613:acme::x, cl100k_base",
    "gpt-35-turbo, cl100k_base",
    "davinci-002, cl100k_base",
    "ft:babbage-002:acme::x, cl100k_base",
    "text-embedding-3-small, cl100k_base",
  })
  void openAisNamesAreEncodings(String given, String encoding) {
    for (TokenizerChoice choice : new TokenizerChoice[] {named(given), ofModel(given)}) {
      assertThat(choice.name()).isEqualTo(encoding);
      assertThat(choice.identity()).contains(encoding);
      assertThat(choice.exact()).isTrue();
      assertThat(choice.folder()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "o200k_bas|did you mean 'o200k_base'?",
        "cl100k-base|did you mean 'cl100k_base'?",
        "nowhere/tokenizer.json|is no file or folder here, and no encoding; give a tokenizer.json",
        "gpt-4ominous|is no file or folder here",
        "ft:|is no file or folder here",
      })
  void otherNamesAreRefusedWhereTheyWereGiven(String given, String says) {
    assertThatThrownBy(() -> named(given))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("spec.yaml:7:3 tokenizer: '" + given + "'")
        .hasMessageContaining(says)
        .hasMessageContaining("o200k_base, cl100k_base, p50k_base, r50k_base");
  }

  @Test
  void aModelsFolderAndItsConfigNameItsTokenizer() {
    Path file = SmallTokenizer.aTokenizer().in(folder.resolve("model"));
    Path config = SmallTokenizer.write(folder.resolve("model/config.json"), "{}");
    isTheFile(ofModel(file.getParent().toString()), file);
    isTheFile(ofModel(config.toString()), file);
  }

  @Test
  void whatWasFetchedBeforeIsFoundByTheRevisionOfMain() {
    Path main = fetched("models--acme--bot", "abc");
    fetched("models--acme--bot", "def");
    SmallTokenizer.write(folder.resolve("hub/models--acme--bot/refs/main"), "abc\n");
    isTheFile(ofModel("acme/bot"), main);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "without"})
  void theNewestRevisionServesWhereMainHasNoTokenizer(String main) throws IOException {
    Path old = fetched("models--acme--bot", "old");
    Path newest = fetched("models--acme--bot", "zzz").getParent().resolveSibling("a-new");
    Files.move(folder.resolve("hub/models--acme--bot/snapshots/zzz"), newest);
    Files.setLastModifiedTime(old.getParent(), FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(newest, FileTime.fromMillis(2_000_000));
    SmallTokenizer.write(
        folder.resolve("hub/models--acme--bot/snapshots/without/config.json"), "{}");
    SmallTokenizer.write(folder.resolve("hub/models--acme--bot/refs/main"), main);
    isTheFile(ofModel("acme/bot"), newest.resolve("tokenizer.json"));
  }

  @Test
  void modelsWithoutAnOrganisationAreFoundToo() {
    Path main = fetched("models--gpt2", "abc");
    isTheFile(ofModel("gpt2"), main);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme/bot", "acme", "../hub", "a/b/c", "acme/bot with spaces"})
  void whereNothingIsAtHandCountsAreApproximateAndSaySo(String model) throws IOException {
    Files.createDirectories(folder.resolve("hub/models--acme--bot/snapshots"));
    TokenizerChoice choice = ofModel(model);
    assertThat(choice.name()).isEqualTo("approximation by o200k_base");
    assertThat(choice.exact()).isFalse();
    assertThat(choice.relativeError()).isBetween(0.05, 0.3);
    try (Tokenizer tokenizer = choice.opener().get();
        Tokenizer near = named("o200k_base").opener().get()) {
      String text = "Reset the router, then wait. 12345 été 日本";
      assertThat((double) tokenizer.count(text)).isCloseTo(1.08 * near.count(text), within(0.5));
      assertThat(tokenizer.continued("Reset", text).inside())
          .isBetween(near.continued("Reset", text).inside(), tokenizer.count(text));
      assertThat(tokenizer.added()).isZero();
    }
  }

  @Test
  void aRevisionThatCannotBeReadIsNoReasonToStop() throws IOException {
    Path tokenizer = fetched("models--acme--bot", "abc");
    Path main = SmallTokenizer.write(folder.resolve("hub/models--acme--bot/refs/main"), "");
    Files.write(main, new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    isTheFile(ofModel("acme/bot"), tokenizer);
  }
}
