package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of dev/dataset/parquet.py. */
class ParquetTest {
  private static final Path FOLDER = Path.of("src/test/resources/dataset");
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pyarrow-none",
        "pyarrow-snappy",
        "pyarrow-gzip",
        "pyarrow-zstd",
        "pyarrow-plain-v2",
        "polars",
        "duckdb"
      })
  void readsWhatTheSameRowsInJsonLinesSay(String writer) {
    for (String layout : List.of("chat", "alpaca")) {
      List<Example> lines = Data.examples(FOLDER.resolve(layout + ".jsonl"));
      assertThat(lines).hasSize(60);
      assertThat(Data.examples(FOLDER.resolve(layout + "-" + writer + ".parquet")))
          .isEqualTo(lines);
    }
  }

  @Test
  void goesBackToChosenRows() {
    DataSource source = Data.source(FOLDER.resolve("chat-pyarrow-zstd.parquet"));
    List<Row> all = Data.rows(source, ReadOptions.DEFAULT);
    List<Row> wanted = List.of(all.get(0), all.get(24), all.get(25), all.get(59));
    assertThat(
            Data.chosen(
                source,
                wanted.stream().map(Row::at).toList(),
                ReadOptions.DEFAULT.with(Layout.CHAT)))
        .isEqualTo(wanted);
  }

  @Test
  void namesTheColumnsOfAFileThatHasOthers() {
    Path file = FOLDER.resolve("other-columns.parquet");
    assertThatThrownBy(() -> Data.examples(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("its columns are question, reply")
        .hasMessageContaining("prompt=question");
    Mapping mapping = Mapping.of(List.of("prompt=question", "completion=reply"));
    assertThat(Data.examples(Data.source(file), ReadOptions.DEFAULT.with(mapping)))
        .containsExactly(new Example.Completion("a", "b"));
  }

  @Test
  void refusesAFileThatWasCut() throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("chat-pyarrow-zstd.parquet"));
    for (int length : new int[] {3, 8, 100, whole.length / 2, whole.length - 1}) {
      Path cut = Data.write(temporary, "cut.parquet", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Data.examples(cut))
          .as("%d bytes", length)
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("cannot be read as Parquet");
    }
  }

  /** Anything may come of damaged bytes but another kind of failure than a fault of the input. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void refusesOrReadsADamagedFileButDoesNotFallOver(int seed) throws IOException {
    java.util.Random random = new java.util.Random(seed);
    byte[] bytes = Files.readAllBytes(FOLDER.resolve("alpaca-pyarrow-snappy.parquet"));
    int from = seed % 2 == 0 ? bytes.length - 2000 : 4;
    for (int i = 0; i < 20; i++) {
      bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
    }
    Path file = Data.write(temporary, "damaged.parquet", bytes);
    String outcome;
    try {
      outcome = Data.rows(file).size() + " rows";
    } catch (InvalidInput e) {
      outcome = e.getMessage();
    }
    assertThat(outcome).containsAnyOf("60 rows", "cannot be read as Parquet", "bad");
  }
}
