package dev.tuneplan.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.testing.Fixtures;
import dev.tuneplan.testing.Ids;
import dev.tuneplan.testing.SmallTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceTokenizerTest {
  @TempDir Path folder;

  private static HuggingFaceTokenizer read(Path file) {
    return HuggingFaceTokenizer.read(file, Fixtures.NATIVES);
  }

  private HuggingFaceTokenizer open(SmallTokenizer tokenizer) {
    return read(tokenizer.in(folder));
  }

  private static Tokenizer.Stretch stretch(String text, String part) {
    int from = text.indexOf(part);
    return new Tokenizer.Stretch(from, from + part.length());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "empty|~~|it is empty",
        "page|<!DOCTYPE html><html>404</html>|it begins like a web page",
        "pointer|version https://git-lfs.github.com/spec/v1|it is a pointer of Git LFS; fetch the"
            + " file itself with 'git lfs pull'",
        "config|{\"tokenizer_class\":\"LlamaTokenizer\",\"bos_token\":\"<s>\"}|a"
            + " tokenizer_config.json or a config.json is not one",
        "list|[1,2]|is no tokenizer.json",
        "nothing|null|is no tokenizer.json",
        "binary|\0\1\2|is no tokenizer.json",
        "unknown model|{\"version\":\"1.0\",\"model\":{\"type\":\"Magic\"}}|is no tokenizer.json",
      })
  void whatIsNoTokenizerIsRefusedByNameWithWhatItIs(String name, String text, String says) {
    Path file = SmallTokenizer.write(folder.resolve(name + ".json"), text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file + " is no tokenizer.json that Hugging Face's tokenizers")
        .hasMessageContaining(says);
  }

  @Test
  void aFileThatWasCutShortAnywhereIsRefused() {
    String whole = SmallTokenizer.aTokenizer().knowing("<s>").json();
    for (int length = 1; length < whole.length(); length += 29) {
      Path file =
          SmallTokenizer.write(folder.resolve("tokenizer.json"), whole.substring(0, length));
      assertThatThrownBy(() -> read(file))
          .as("the first %d characters", length)
          .isInstanceOf(InvalidInput.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> read(folder.resolve("none.json")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("none.json no such file");
  }

  @Test
  void noTextIsCutOrPaddedWhateverTheFileSays() {
    String words = "word ".repeat(3000);
    try (Tokenizer t = open(SmallTokenizer.aTokenizer().truncatingAt(512).paddingTo(1024))) {
      assertThat(t.count("word")).isEqualTo(1);
      assertThat(t.count(words)).isEqualTo(3000);
      assertThat(Ids.of(t, words)).hasSize(3000);
      assertThat(t.count(words, List.of(new Tokenizer.Stretch(5000, 15000))))
          .isEqualTo(new Tokenizer.Count(3000, 2000));
    }
  }

  @Test
  void aRealTokenizerCountsLongTextsWhole() {
    try (Tokenizer t = read(Fixtures.tokenizer("llama3").resolve("tokenizer.json"))) {
      assertThat(t.count(" word".repeat(100_000))).isEqualTo(100_000);
    }
  }

  @Test
  void whatIsPutAroundATextIsToldAndNotCounted() {
    try (Tokenizer t = open(SmallTokenizer.aTokenizer().beginningWith("<s>"))) {
      assertThat(t.count("two words")).isEqualTo(2);
      assertThat(t.count("<s> two words")).isEqualTo(3);
      assertThat(t.added()).isEqualTo(1);
      assertThat(t.count("")).isZero();
      assertThat(Ids.of(t, "")).isEmpty();
    }
    try (Tokenizer t = open(SmallTokenizer.aTokenizer())) {
      assertThat(t.added()).isZero();
    }
  }

  @Test
  void tokensThatTouchAStretchAreInside() {
    String text = "ask 😀 me, answer you. ask";
    try (Tokenizer t = open(SmallTokenizer.aTokenizer())) {
      assertThat(t.count(text, List.of(stretch(text, "answer you."))))
          .isEqualTo(new Tokenizer.Count(8, 3));
      assertThat(t.count(text, List.of(stretch(text, "nswer y"), stretch(text, ". a"))))
          .as("a token that a stretch cuts")
          .isEqualTo(new Tokenizer.Count(8, 4));
      assertThat(t.count(text, List.of())).isEqualTo(new Tokenizer.Count(8, 0));
      assertThat(t.count(text, List.of(new Tokenizer.Stretch(4, 4))))
          .isEqualTo(new Tokenizer.Count(8, 0));
      assertThat(t.count("", List.of(new Tokenizer.Stretch(0, 0))))
          .isEqualTo(new Tokenizer.Count(0, 0));
    }
  }

  @Test
  void halfASurrogatePairCountsAsAReplacementSign() {
    try (Tokenizer t = read(Fixtures.tokenizer("qwen3").resolve("tokenizer.json"))) {
      for (String half : List.of("\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
        String text = "before " + half + " after";
        String decoded = "before " + half.replace("\ud83d\ude00", "P") + " after";
        decoded = decoded.replaceAll("[\\ud83d\\ude00]", "\ufffd").replace("P", "\ud83d\ude00");
        assertThat(Ids.of(t, text)).isEqualTo(Ids.of(t, decoded));
        assertThat(t.count(text, List.of(stretch(text, "after"))))
            .isEqualTo(t.count(decoded, List.of(stretch(decoded, "after"))));
      }
      assertThat(Ids.of(t, "\ud83d\ude00")).isNotEqualTo(Ids.of(t, "\ufffd\ufffd"));
    }
  }

  @Test
  void nothingIsCountedAfterItWasClosed() {
    Tokenizer t = open(SmallTokenizer.aTokenizer());
    t.close();
    t.close();
    assertThatThrownBy(() -> t.count("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tokenizer.json is closed");
    assertThatThrownBy(() -> Ids.of(t, "x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(t::added).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void severalThreadsCountAsOneDoes() throws Exception {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/tokens/text.jsonl"))) {
      texts.add(line);
    }
    try (Tokenizer t = read(Fixtures.tokenizer("qwen3").resolve("tokenizer.json"));
        ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Integer> alone = texts.stream().map(t::count).toList();
      List<Callable<List<Integer>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(() -> texts.stream().map(t::count).toList());
      }
      for (Future<List<Integer>> counted : pool.invokeAll(all)) {
        assertThat(counted.get()).isEqualTo(alone);
      }
    }
  }

  /** Freed memory would end the JVM, and this test with it. */
  @Test
  void closingWaitsForThoseWhoStillCount() throws Exception {
    for (int round = 0; round < 20; round++) {
      Tokenizer t = open(SmallTokenizer.aTokenizer());
      String words = "word ".repeat(2000);
      CountDownLatch counting = new CountDownLatch(3);
      try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
        List<Future<Integer>> counters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          counters.add(
              pool.submit(() -> {
                int wrong = 0;
                counting.countDown();
                while (true) {
                  try {
                    wrong += t.count(words) == 2000 ? 0 : 1;
                  } catch (IllegalStateException closed) {
                    return wrong;
                  }
                }
              }));
        }
        counting.await();
        t.close();
        for (Future<Integer> counter : counters) {
          assertThat(counter.get()).isZero();
        }
      }
    }
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    Path inPlace = Files.createDirectory(folder.resolve("tokenizer.json"));
    assertThatThrownBy(() -> read(inPlace))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is a folder");
  }
}
