package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input of the command tokens: one clear error each, and nothing half counted. */
class TokensFaultsTest {
  private static final String ROW = "{\"text\":\"some words to count\"}\n";

  @TempDir Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Runs tokens on a file, which must be refused, and gives what was said. */
  private static String refused(Path data, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = new String[options.length + 2];
    args[0] = "tokens";
    args[1] = data.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    if (Arrays.stream(options).noneMatch("--tokenizer"::equals)) {
      args = Arrays.copyOf(args, args.length + 2);
      args[args.length - 2] = "--tokenizer";
      args[args.length - 1] = "o200k_base";
    }
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    assertThat(out.toString()).as("nothing is counted").isEmpty();
    assertThat(err.toString()).doesNotContain("\tat ", "Exception", "internal error");
    assertThat(code).as(err.toString()).isEqualTo(ExitCode.USAGE.code);
    return err.toString();
  }

  @Test
  void namesTheLineAtWhichGzipEnds() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(ROW.repeat(50_000).getBytes(StandardCharsets.UTF_8));
    }
    Path file = write("cut.jsonl.gz", Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3));
    assertThat(refused(file)).contains("cut.jsonl.gz").containsPattern("line [0-9,]+");
  }

  @Test
  void findsBrokenJsonInLineOneMillionAndOne() throws IOException {
    Path file = folder.resolve("long.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      byte[] row = "{\"text\":\"a\"}\n".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 1_000_000; i++) {
        out.write(row);
      }
      out.write("{\"text\": oops}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(refused(file, "--max-bad-rows", "0", "--no-cache", "--sampled"))
        .contains("long.jsonl:1000001:1");
  }

  @Test
  void refusesRowsOfAnotherLayout() throws IOException {
    Path file = write("mixed.jsonl", ROW + "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
    assertThat(refused(file)).contains("mixed.jsonl:2:1", "text", "1 of 2 rows");
  }

  @Test
  void tellsWhereBytesAreNoText() throws IOException {
    byte[] bytes = (ROW + ROW).getBytes(StandardCharsets.UTF_8);
    bytes[ROW.length() + 12] = (byte) 0xFF;
    assertThat(refused(write("bytes.jsonl", bytes))).contains("bytes.jsonl:2:1", "UTF-8");
  }

  @Test
  void refusesALineOf200MegabytesWithoutKeepingIt() throws IOException {
    Path file = folder.resolve("huge.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(ROW.getBytes(StandardCharsets.UTF_8));
      out.write("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
      byte[] words = "word ".repeat(2000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20_000; i++) {
        out.write(words);
      }
      out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(refused(file, "--no-cache")).contains("huge.jsonl:2:1", "MiB");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertThat(refused(write("empty.jsonl", ""))).contains("empty.jsonl", "empty");
  }

  @Test
  void namesTheColumnsOfParquetThatAreMissing() {
    assertThat(refused(Path.of("src/test/resources/dataset/other-columns.parquet")))
        .contains(
            "other-columns.parquet", "no column that says what its rows mean", "question, reply");
  }

  @Test
  void refusesATokenizerThatIsNone() throws IOException {
    Path data = write("data.jsonl", ROW);
    Path wrong = write("tokenizer.json", "{\"model_type\": \"llama\"}");
    assertThat(refused(data, "--tokenizer", wrong.toString(), "--no-cache"))
        .contains("is no tokenizer.json");
  }

  @Test
  void refusesWhatATemplateRaises() throws IOException {
    Path data =
        write("chat.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n".repeat(3));
    Path template = write("t.jinja", "{{ raise_exception('only in pairs') }}");
    assertThat(refused(data, "--chat-template", template.toString(), "--no-cache"))
        .contains("chat.jsonl:1:1", "only in pairs", "3 of 3 examples cannot be rendered");
  }

  @Test
  void refusesATemplateThatItDoesNotKnow() throws IOException {
    Path data = write("chat.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n");
    Path template = write("t.jinja", "{{ messages | frobnicate }}");
    assertThat(refused(data, "--chat-template", template.toString()))
        .contains("t.jinja:1:", "frobnicate");
  }

  @Test
  void refusesATemplateOfWrongSyntax() throws IOException {
    Path data = write("chat.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n");
    Path template = write("t.jinja", "{% for m in messages %}{{ m.content }}");
    assertThat(refused(data, "--chat-template", template.toString())).contains("t.jinja:1:");
  }

  @Test
  void refusesFilesThatAreNotThereAllAtOnce() throws IOException {
    assertThat(refused(folder.resolve("none.jsonl"), folder.resolve("neither.csv").toString()))
        .contains("none.jsonl", "neither.csv");
    Path data = write("data.jsonl", ROW);
    assertThat(refused(data, "--chat-template", folder.resolve("no.jinja").toString()))
        .contains("no.jinja no such file");
    assertThat(refused(data, "--eval", folder.resolve("no.jsonl").toString())).contains("no.jsonl");
  }

  @Test
  void refusesAPathThatNoSystemHas() throws IOException {
    Path spec =
        write(
            "spec.yaml",
            Files.readString(Path.of("examples/support-data.yaml"))
                .replace("format: chat", "tokenizer: \"a\\0b\""));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), "plan", spec.toString());
    assertThat(err.toString()).contains("'a\\0b' is no path");
    assertThat(code).isEqualTo(ExitCode.USAGE.code);
  }

  @Test
  void saysWhatOptionsMayBe() throws IOException {
    Path data = write("data.jsonl", ROW);
    assertThat(refused(data, "--format", "chatt")).contains("did you mean 'chat'?");
    assertThat(refused(data, "--packing", "bdf")).contains("did you mean 'bfd'?");
    assertThat(refused(data, "--loss", "answer")).contains("did you mean 'answers'?");
    assertThat(refused(data, "--field", "promt=q")).contains("did you mean 'prompt'?");
    assertThat(refused(data, "--max-bad-rows", "few")).contains("share such as 1%");
    assertThat(refused(data, "--tokenizer", "o200k_bsae")).contains("did you mean 'o200k_base'?");
    assertThat(refused(data, "--trainer", "axolot")).contains("did you mean 'axolotl'?");
    assertThat(refused(data, "--max-bad-rows", "-1")).contains("share such as 1%");
    assertThat(refused(data, "--max-bad-rows", "NaN%")).contains("share such as 1%");
    assertThat(refused(data, "--field", "prompt")).contains("write it as prompt=question");
    assertThat(refused(data, "--field", "role.bot=asistant")).contains("did you mean 'assistant'?");
    assertThat(refused(data, "--seq", "1")).contains("--seq", "2..10000000");
  }
}
