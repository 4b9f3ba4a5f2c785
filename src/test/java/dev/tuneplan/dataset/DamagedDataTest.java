package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.tuneplan.base.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedDataTest {
  @TempDir Path folder;

  private static final String GOOD = "{\"text\":\"a good row\"}\n";

  private AbstractThrowableAssert<?, ? extends Throwable> reading(Path file) {
    return assertThatThrownBy(() -> Data.rows(Data.source(file), ReadOptions.DEFAULT))
        .isInstanceOf(InvalidInput.class);
  }

  private String reason(String name, String text) {
    return reason(Data.write(folder, name, text));
  }

  /** Why the only bad row of a file is bad. */
  private static String reason(Path file) {
    List<String> reasons =
        Data.rows(file).stream()
            .filter(Row.Bad.class::isInstance)
            .map(r -> r.at().row() + ": " + ((Row.Bad) r).reason())
            .toList();
    assertThat(reasons).hasSize(1);
    return reasons.getFirst();
  }

  private static byte[] lines(int count) {
    StringBuilder text = new StringBuilder();
    java.util.Random random = new java.util.Random(1);
    for (int i = 1; i <= count; i++) {
      text.append("{\"text\":\"").append(i).append(' ').append(random.nextLong()).append("\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst"})
  void saysInWhichLinePackedDataEndsTooEarly(String suffix) throws IOException {
    byte[] packed = suffix.equals("gz") ? gzip(lines(20_000)) : Zstd.compress(lines(20_000));
    Path file =
        Data.write(folder, "a.jsonl." + suffix, Arrays.copyOf(packed, packed.length * 2 / 3));
    reading(file)
        .hasMessageMatching(
            ".*a.jsonl.*:1\\d{4}:1 the .* data ends too early, in line 1\\d,\\d{3};.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst"})
  void saysWherePackedDataIsDamaged(String suffix) throws IOException {
    byte[] packed = suffix.equals("gz") ? gzip(lines(20_000)) : Zstd.compress(lines(20_000));
    Arrays.fill(packed, packed.length / 2, packed.length / 2 + 200, (byte) 0x55);
    reading(Data.write(folder, "a.jsonl." + suffix, packed)).hasMessageContaining("in line");
  }

  @Test
  void refusesAFileThatIsOnlyNamedAsIfPacked() {
    Path file = Data.write(folder, "a.jsonl.gz", GOOD);
    assertThatThrownBy(() -> Data.source(file)).hasMessageContaining("named as if packed");
  }

  @Test
  void findsBrokenJsonInLine1000001() throws IOException {
    Path file = folder.resolve("long.jsonl");
    byte[] row = "{\"text\":\"x\"}\n".getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 1_000_000; i++) {
        out.write(row);
      }
      out.write("{\"text\":\"x\"]\n{\"text\":\"y\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(
            () -> Data.rows(Data.source(file), ReadOptions.DEFAULT.with(new BadRowLimit.Count(0))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("long.jsonl:1000001:1 is not JSON at column 12: Unexpected");
  }

  @Test
  void takesOneBadRowInAHundredAndNoMore() {
    Path fine = Data.write(folder, "fine.jsonl", GOOD.repeat(99) + "{\"text\":7}\n");
    assertThat(Data.rows(Data.source(fine), ReadOptions.DEFAULT)).hasSize(100);
    Path worse = Data.write(folder, "worse.jsonl", GOOD.repeat(98) + "{\"text\":7}\n{}\n");
    reading(worse)
        .hasMessageContaining("worse.jsonl:99:1 text must be a text, was a number")
        .hasMessageContaining("worse.jsonl:100:1 text is missing")
        .hasMessageContaining("2 of 100 rows are bad, at most 1 % may be")
        .hasMessageContaining("--max-bad-rows");
  }

  @Test
  void keepsTheFirstTenBadRows() {
    Path file = Data.write(folder, "a.jsonl", GOOD + "nonsense\n".repeat(500));
    reading(file)
        .satisfies(e -> assertThat(((InvalidInput) e).problems()).hasSize(11))
        .hasMessageContaining("500 of 501 rows are bad")
        .hasMessageContaining("the first 10 are above");
  }

  @Test
  void givesUpAfterAThousandRowsWithoutAGoodOne() {
    ReadOptions options = ReadOptions.DEFAULT.with(Layout.CHAT);
    DataSource source = Data.source(Data.write(folder, "a.jsonl", GOOD.repeat(5000)));
    assertThatThrownBy(() -> Data.rows(source, options))
        .hasMessageContaining("1,000 of 1,000 rows so far are bad");
  }

  @Test
  void tellsRowsOfAnotherLayout() {
    assertThat(
            reason(
                "a.jsonl",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n"
                    + "{\"instruction\":\"x\",\"output\":\"y\"}\n"))
        .isEqualTo(
            "2: is of layout alpaca (instruction and output), the first rows are of layout chat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'messages':[]}|messages is empty",
        "{'messages':7}|messages must be a list of messages, was a number",
        "{'messages':null}|messages must be a list of messages, was null",
        "{'other':1}|messages is missing",
        "{'messages':['x']}|must be an object with role and content, was a text",
        "{'messages':[{'role':'user'}]}|has no content and no tool_calls",
        "{'messages':[{'content':'x'}]}|has no role (its keys: content)",
        "{'messages':[{'role':3,'content':'x'}]}|role that is a number",
        "{'messages':[{'role':'bot','content':'x'}]}|unknown role 'bot'; map it",
        "{'messages':[{'role':'user','content':5}]}|has a content that is a number",
        "{'messages':[{'role':'user','content':[5]}]}|part of content",
        "{'messages':[{'role':'assistant','content':null}]}|null for content and no tool_calls",
        "{'messages':[{'role':'user','content':'x'}],'tools':'['}|tools is a text that is not JSON",
        "{'messages':[{'role':'user','content':'x'}],'tools':{}}|tools must be a list of tools",
        "{'messages':[{'role':'user','content':'x'}],'chat_template_kwargs':1}|must be an object",
        "[1]|is a list; a row must be an object",
        "'x'|is a text; a row must be an object",
        "{'text':'x'}{'text':'y'}|holds more than one object",
        "{'text':'x'} y|is not JSON at column",
        "{'text':'x'|it ends too early",
        "{'text':'x','text':'y'}|key 'text' is given twice",
        "{'text':'x\\ud83d y'}|half of a surrogate pair, \\ud83d",
        "{'text':'\\udc4b y'}|half of a surrogate pair, \\udc4b",
      })
  void saysWhatIsWrongWithARow(String row, String reason) {
    String good = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n";
    assertThat(reason("a.jsonl", good + row.replace('\'', '"') + "\n"))
        .startsWith("2: ")
        .contains(reason);
  }

  @Test
  void refusesAPromptThatIsATextWithACompletionThatIsAList() {
    assertThat(
            reason(
                "a.jsonl",
                "{\"prompt\":\"x\",\"completion\":\"y\"}\n{\"prompt\":\"x\",\"completion\":[]}\n"))
        .isEqualTo(
            "2: prompt is a text and completion is a list; both must be texts or both lists of"
                + " messages");
  }

  @Test
  void saysWhichByteIsNotUtf8() {
    byte[] bytes = (GOOD + "{\"text\":\"caf?\"}\n" + GOOD).getBytes(StandardCharsets.UTF_8);
    bytes[GOOD.length() + 12] = (byte) 0xe9;
    assertThat(reason(Data.write(folder, "a.jsonl", bytes)))
        .isEqualTo("2: is not UTF-8: byte 0xE9 at byte 13 of the line; save the file as UTF-8");
    assertThat(reason(Data.write(folder, "a.txt", bytes))).contains("byte 0xE9 at byte 13");
    reading(Data.write(folder, "a.csv", bytes))
        .hasMessageContaining("a.csv:2:13 is not UTF-8: byte 0xE9 at byte 13 of line 2");
  }

  @Test
  void doesNotKeepALineThatIsTooLong() throws IOException {
    Path file = Data.write(folder, "a.jsonl", GOOD);
    byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      out.write("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 200; i++) {
        out.write(piece);
      }
      out.write(("\"}\n" + GOOD).getBytes(StandardCharsets.UTF_8));
    }
    List<Row> rows = Data.rows(file);
    assertThat(rows.get(1))
        .isInstanceOfSatisfying(
            Row.Bad.class,
            b -> assertThat(b.reason()).isEqualTo("the line has 200 MiB; at most 64 MiB are read"));
    assertThat(rows.get(2).at().offset()).hasValue(GOOD.length() + 9 + (200L << 20) + 3);
    assertThat(rows.get(2)).isInstanceOf(Row.Good.class);
  }

  @ParameterizedTest
  @CsvSource({
    "empty.jsonl, '', is empty (0 bytes)",
    "blank.jsonl, '\n \n\r\n', only blank lines",
    "blank.txt, '\n\n', only blank lines",
    "list.json, [], holds an empty list",
    "columns.json, '{\"text\":[]}', its columns are empty",
    "header.csv, 'text,n\n', no rows after its header",
    "open.json, '[{\"text\":\"x\"},', open.json:1:15 is not JSON after 1 whole rows: it ends too"
        + " early",
    "broken.json, '[{\"text\":\"x\"},\n"
        + "{\"text\" 3}]', broken.json:2:9 is not JSON after 1 whole rows",
    "ragged.json, '{\"text\":[\"a\",\"b\"],\"id\":[\"1\"]}', columns differ in length",
    "unknown.jsonl, '{\"q\":\"x\",\"a\":\"y\"}', 'no known layout (q, a)'",
    "quote.csv, 'text\nfine\n\"open\n', is not CSV from here on",
  })
  void refusesAFile(String name, String text, String message) {
    assertThatThrownBy(
            () -> Data.rows(Data.source(Data.write(folder, name, text)), ReadOptions.DEFAULT))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesUtf16() {
    for (java.nio.charset.Charset charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (String name : List.of("a.jsonl", "a.csv", "a.txt")) {
        reading(Data.write(folder, name, GOOD.getBytes(charset)))
            .hasMessageContaining("is UTF-16 text; trainers read UTF-8");
      }
    }
  }

  @Test
  void passesOverAMarkOfUtf8() {
    assertThat(Data.examples(Data.write(folder, "a.jsonl", "\ufeff" + GOOD)))
        .containsExactly(new Example.Text("a good row"));
    assertThat(Data.examples(Data.write(folder, "a.txt", "\ufeffx")))
        .containsExactly(new Example.Text("x"));
    DataSource source = Data.source(folder.resolve("a.jsonl"));
    List<Row> rows = Data.rows(source, ReadOptions.DEFAULT);
    assertThat(rows.getFirst().at().offset()).hasValue(3);
    assertThat(
            Data.chosen(
                source, List.of(rows.getFirst().at()), ReadOptions.DEFAULT.with(Layout.TEXT)))
        .isEqualTo(rows);
  }

  @Test
  void refusesNulBytesButNotTheirEscape() {
    assertThat(reason("a.txt", "fine\nno\0t\n"))
        .isEqualTo("2: holds a NUL byte; is this a text file?");
    assertThat(reason("a.jsonl", GOOD + "{\"text\":\"no\0t\"}\n"))
        .contains("2: is not JSON at column");
    assertThat(Data.examples(Data.write(folder, "b.jsonl", "{\"text\":\"a\\u0000b\"}")))
        .containsExactly(new Example.Text("a\0b"));
  }

  @Test
  void readsRaggedCsvAsPandasDoes() {
    List<Row> rows =
        Data.rows(
            Data.write(
                folder,
                "a.csv",
                "prompt,completion\n"
                    + "q,a\n"
                    + "q\n"
                    + "q,a,more\n"
                    + "\"two\n"
                    + "lines\",b\n"
                    + "q,NA\n"
                    + "  \n"
                    + "q \"r\" s,\"a\"\"\"b\n"));
    assertThat(rows.get(0)).isInstanceOf(Row.Good.class);
    assertThat(((Row.Bad) rows.get(1)).reason()).isEqualTo("completion is null; it must be a text");
    assertThat(((Row.Bad) rows.get(2)).reason()).contains("has 3 fields, the header has 2");
    assertThat(rows.get(3).at().row()).isEqualTo(5);
    assertThat(((Row.Good) rows.get(3)).example())
        .isEqualTo(new Example.Completion("two\nlines", "b"));
    assertThat(rows.get(4).at().row()).isEqualTo(7);
    assertThat(((Row.Bad) rows.get(4)).reason()).isEqualTo("completion is null; it must be a text");
    assertThat(((Row.Good) rows.get(5)).example())
        .isEqualTo(new Example.Completion("q \"r\" s", "a\"b"));
    assertThat(rows).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.csv", "a.txt", "a.json"})
  void refusesAFileThatGrowsWhileItIsRead(String name) throws IOException {
    String text =
        switch (name) {
          case "a.csv" -> "text\n" + "x\n".repeat(100);
          case "a.json" -> "[" + GOOD.strip() + "]";
          default -> GOOD.repeat(100);
        };
    Path file = Data.write(folder, name, text);
    DataSource source = Data.source(file);
    try (RowReader rows = RowReader.open(source, ReadOptions.DEFAULT)) {
      rows.next();
      Files.writeString(file, "\n", StandardOpenOption.APPEND);
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  rows.row();
                }
              })
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("changed while it was read");
    }
  }

  @Test
  void goesOnInAListAfterABadRow() {
    List<Row> rows =
        Data.rows(
            Data.write(
                folder,
                "a.json",
                "[{\"text\":\"a\"},{\"text\":{\"b\":{\"c\":1,\"c\":2},\"d\":[1,{}]}},7,\"b\",{\"text\":\"c\"}]"));
    assertThat(rows).hasSize(5);
    assertThat(((Row.Bad) rows.get(1)).reason()).isEqualTo("key 'c' is given twice");
    assertThat(((Row.Bad) rows.get(2)).reason()).startsWith("is a number");
    assertThat(((Row.Good) rows.get(3)).example()).isEqualTo(new Example.Text("b"));
    assertThat(((Row.Good) rows.get(4)).example()).isEqualTo(new Example.Text("c"));
  }

  @Test
  void refusesRowsNestedWithoutEnd() {
    assertThat(reason("a.jsonl", GOOD + "{\"text\":" + "[".repeat(100_000) + "\n"))
        .isEqualTo("2: is nested more than 200 deep, or holds an endless number");
  }
}
