package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.dataset.BadRowLimit;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.tokenizer.Tokenizer;
import dev.tuneplan.tokenizer.TokenizerChoice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataCounterTest {
  private static final Tokenizer TOKENIZER =
      TokenizerChoice.named("o200k_base", Place.of("test"), Path.of("target")).opener().get();
  private static final List<String> WORDS =
      List.of("plan", "the", "1234", "größer", "();", "configuration", "日本語", "\n", "of", "a");

  @TempDir Path folder;

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  /** Rows of very different lengths and contents. */
  private static String rows(int count, long seed) {
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("{\"text\":\"row ").append(i);
      int kind = random.nextInt(WORDS.size());
      for (int n = (int) Math.exp(1 + 1.2 * Math.abs(random.nextGaussian())); n > 0; n--) {
        int word = random.nextInt(3) == 0 ? kind : random.nextInt(WORDS.size());
        out.append(' ').append(WORDS.get(word).replace("\n", "\\n"));
      }
      out.append("\"}\n");
    }
    return out.toString();
  }

  private DataCounter.Data data(Path file) {
    return new DataCounter.Data(
        DataSource.of(List.of(file.toString())), ReadOptions.DEFAULT, Optional.empty());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static DataCounter.Counting counting(DataCounter.Mode mode, AtomicInteger opened) {
    return new DataCounter.Counting(
        () -> {
          opened.incrementAndGet();
          return new ExampleCounter(TOKENIZER, Optional.empty(), Loss.ANSWERS, false);
        },
        "o200k_base",
        mode);
  }

  private static DataCounter.Counting counting(DataCounter.Mode mode) {
    return counting(mode, new AtomicInteger());
  }

  private static DataCounter fresh() {
    return new DataCounter(CountStore.none(), Progress.NONE, 2);
  }

  @Test
  void countsEveryExampleInTheOrderOfTheData() throws IOException {
    Path file = write("data.jsonl", rows(3000, 1));
    Counted counted = fresh().count(data(file), counting(DataCounter.Mode.EXACT)).counted();
    List<String> lines = Files.readAllLines(file);
    assertThat(counted.lengths().counted()).isEqualTo(3000);
    for (int i : new int[] {0, 1, 511, 512, 513, 1777, 2999}) {
      String text = lines.get(i);
      text = text.substring(9, text.length() - 2).replace("\\n", "\n");
      assertThat(counted.lengths().tokens(i)).isEqualTo(TOKENIZER.count(text));
    }
    assertThat(counted.real())
        .isEqualTo(
            Total.exactly(
                counted.lengths().all().length == 0
                    ? 0
                    : java.util.Arrays.stream(counted.lengths().all()).asLongStream().sum()));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5, 6, 7})
  void aSampleIsNearWhatItSays(long seed) throws IOException {
    Path file = write("data.jsonl", rows(40_000, seed));
    Counted exact = fresh().count(data(file), counting(DataCounter.Mode.EXACT)).counted();
    Counted sample = fresh().count(data(file), counting(DataCounter.Mode.SAMPLED)).counted();
    assertThat(sample.exact()).isFalse();
    assertThat(sample.lengths().counted()).isLessThan(20_000);
    assertThat(sample.lengths().examples()).isCloseTo(40_000, within(0.5));
    // three standard errors: one seed in 370 would miss it by chance, and the seeds are fixed
    double error = (sample.real().high() - sample.real().low()) / (2 * 1.96);
    assertThat(sample.real().tokens()).isCloseTo(exact.real().tokens(), within(3 * error));
    assertThat(sample.real().relative()).isLessThan(0.012);
    assertThat(LengthStats.of(sample.lengths()).p50())
        .isCloseTo(LengthStats.of(exact.lengths()).p50(), within(3));
    assertThat(LengthStats.of(sample.lengths()).max())
        .isEqualTo(LengthStats.of(exact.lengths()).max());
  }

  @Test
  void aPackedFileGivesTheSameSample() throws IOException {
    String rows = rows(20_000, 8);
    Path plain = write("data.jsonl", rows);
    Path packed = folder.resolve("data.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(rows.getBytes(StandardCharsets.UTF_8));
    }
    Counted a = fresh().count(data(plain), counting(DataCounter.Mode.SAMPLED)).counted();
    Counted b = fresh().count(data(packed), counting(DataCounter.Mode.SAMPLED)).counted();
    assertThat(b.exact()).isFalse();
    assertThat(b.real().tokens()).isCloseTo(a.real().tokens(), within(0.03 * a.real().tokens()));
  }

  @Test
  void aSecondCountOfUnchangedDataOpensNoTokenizer() throws IOException {
    Path file = write("data.jsonl", rows(2000, 9));
    AtomicInteger opened = new AtomicInteger();
    DataCounter counter = new DataCounter(CountStore.in(folder.resolve("c")), Progress.NONE, 2);
    DataCounter.Result first = counter.count(data(file), counting(DataCounter.Mode.AUTO, opened));
    DataCounter.Result second = counter.count(data(file), counting(DataCounter.Mode.AUTO, opened));
    assertThat(opened).hasValue(1);
    assertThat(second.index().strata().equals(first.index().strata())).isTrue();
    assertThat(second.index().findings().toString()).isEqualTo(first.index().findings().toString());
    assertThat(second.counted().lengths().all()).isEqualTo(first.counted().lengths().all());
    assertThat(second.counted().real()).isEqualTo(first.counted().real());
    assertThat(second.counted().longest()).isEqualTo(first.counted().longest());
  }

  @Test
  void aByteThatChangesAtTheSameSizeAndTimeIsSeen() throws IOException {
    String rows = rows(500, 10);
    Path file = write("data.jsonl", rows);
    FileTime now = FileTime.from(Instant.now());
    Files.setLastModifiedTime(file, now);
    DataCounter counter = new DataCounter(CountStore.in(folder.resolve("c")), Progress.NONE, 1);
    double before =
        counter.count(data(file), counting(DataCounter.Mode.EXACT)).counted().real().tokens();
    Files.writeString(file, rows.replace("plan", "(()("));
    Files.setLastModifiedTime(file, now);
    double after =
        counter.count(data(file), counting(DataCounter.Mode.EXACT)).counted().real().tokens();
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void nothingOfTheDataIsKept() throws IOException {
    Path file = write("data.jsonl", "{\"text\":\"Rumpelstiltskin is the name\"}\n".repeat(30));
    Path kept = folder.resolve("c");
    new DataCounter(CountStore.in(kept), Progress.NONE, 1)
        .count(data(file), counting(DataCounter.Mode.EXACT));
    try (Stream<Path> all = Files.walk(kept)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      for (Path f : files) {
        assertThat(Files.readString(f, StandardCharsets.ISO_8859_1))
            .doesNotContain("Rumpelstiltskin");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 40})
  void aDamagedKeptCountIsCountedAgain(int at) throws IOException {
    Path file = write("data.jsonl", rows(300, 11));
    Path kept = folder.resolve("c");
    DataCounter counter = new DataCounter(CountStore.in(kept), Progress.NONE, 1);
    AtomicInteger opened = new AtomicInteger();
    Counted first = counter.count(data(file), counting(DataCounter.Mode.EXACT, opened)).counted();
    try (Stream<Path> all = Files.walk(kept)) {
      for (Path f : all.filter(p -> p.getFileName().toString().startsWith("exact-")).toList()) {
        byte[] bytes = Files.readAllBytes(f);
        bytes[Math.min(at, bytes.length - 1)] ^= 0x55;
        Files.write(f, at == 40 ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : bytes);
      }
    }
    Counted again = counter.count(data(file), counting(DataCounter.Mode.EXACT, opened)).counted();
    assertThat(opened).hasValue(2);
    assertThat(again.real()).isEqualTo(first.real());
  }

  @Test
  void aFolderThatCannotBeMadeCostsNothingButTime() throws IOException {
    Path file = write("data.jsonl", rows(50, 12));
    Path noFolder = write("in-the-way", "a file where the folder should be");
    Counted counted =
        new DataCounter(CountStore.in(noFolder), Progress.NONE, 1)
            .count(data(file), counting(DataCounter.Mode.EXACT))
            .counted();
    assertThat(counted.lengths().counted()).isEqualTo(50);
  }

  @Test
  void rowsOfTheEvaluationDataAreFound() throws IOException {
    Path train = write("train.jsonl", rows(200, 13));
    Path eval = write("eval.jsonl", rows(3, 13) + "{\"text\":\"only here\"}\n");
    DataCounter.Data data =
        new DataCounter.Data(
            DataSource.of(List.of(train.toString())),
            ReadOptions.DEFAULT,
            Optional.of(DataSource.of(List.of(eval.toString()))));
    assertThat(fresh().count(data, counting(DataCounter.Mode.EXACT)).index().findings())
        .filteredOn(f -> f.check().equals("train-eval-overlap"))
        .singleElement()
        .satisfies(f -> assertThat(f.count()).isEqualTo(3));
  }

  /** Refuses conversations in which a name stands. */
  private static DataCounter.Counting refusing(String name, DataCounter.Mode mode) {
    Prompt prompt =
        Chats.prompt(
            "{% for m in messages %}{% if '"
                + name
                + "' in m.content %}{{ raise_exception('not them') }}{% endif %}{{ m.content }}"
                + "{% endfor %}");
    return new DataCounter.Counting(
        () -> new ExampleCounter(TOKENIZER, Optional.of(prompt), Loss.ALL, false), name, mode);
  }

  private DataCounter.Data conversations(int count) throws IOException {
    Random random = new Random(3);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append("{\"messages\":[{\"role\":\"user\",\"content\":\"")
          .append(random.nextInt(3) == 0 ? "Anna " : "Bert ")
          .append("asks and asks ".repeat(1 + random.nextInt(60)))
          .append("\"}]}\n");
    }
    return new DataCounter.Data(
        DataSource.of(List.of(write("chats.jsonl", rows.toString()).toString())),
        ReadOptions.DEFAULT.with(BadRowLimit.parse("100%")),
        Optional.empty());
  }

  @Test
  void aSampleLeavesOutWhatTheTemplateRefusesAsAWholeCountDoes() throws IOException {
    DataCounter.Data data = conversations(30_000);
    Counted exact = fresh().count(data, refusing("Anna", DataCounter.Mode.EXACT)).counted();
    Counted sample = fresh().count(data, refusing("Anna", DataCounter.Mode.SAMPLED)).counted();
    assertThat(exact.refused()).isBetween(9_000L, 11_000L);
    double error = (sample.real().high() - sample.real().low()) / (2 * 1.96);
    assertThat(sample.real().tokens()).isCloseTo(exact.real().tokens(), within(3 * error));
    assertThat(sample.lengths().examples())
        .isCloseTo(exact.lengths().examples(), within(0.05 * exact.lengths().examples()));
  }

  @ParameterizedTest
  @EnumSource(DataCounter.Mode.class)
  void dataOfWhichNothingIsRenderedIsRefusedHoweverManyBadRowsMayBe(DataCounter.Mode mode)
      throws IOException {
    DataCounter.Data data = conversations(40);
    assertThatThrownBy(() -> fresh().count(data, refusing("asks", mode)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("chats.jsonl:1:1 the chat template refuses it: not them")
        .hasMessageContaining("no example can be rendered");
  }

  @Test
  void theSameTextInAFileOfAnotherKindIsCountedAnew() throws IOException {
    DataCounter counter = new DataCounter(CountStore.in(folder.resolve("c")), Progress.NONE, 1);
    Path lines = write("data.jsonl", rows(20, 15));
    Path text = write("data.txt", rows(20, 15));
    double asRows =
        counter.count(data(lines), counting(DataCounter.Mode.EXACT)).counted().real().tokens();
    double asText =
        counter.count(data(text), counting(DataCounter.Mode.EXACT)).counted().real().tokens();
    assertThat(asText).isGreaterThan(asRows + 20);
  }

  @Test
  void dataWithoutAnExampleIsRefused() throws IOException {
    Path file = write("data.jsonl", "\n\n");
    assertThatThrownBy(() -> fresh().count(data(file), counting(DataCounter.Mode.EXACT)))
        .isInstanceOf(InvalidInput.class);
  }
}
