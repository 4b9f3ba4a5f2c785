package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowReaderTest {
  @TempDir Path folder;

  private static Map<String, Object> message(String role, String content) {
    Map<String, Object> m = new java.util.LinkedHashMap<>();
    m.put("role", role);
    m.put("content", content);
    return m;
  }

  private static final Example HELLO =
      new Example.Chat(
          List.of(message("user", "Grüß dich"), message("assistant", "Hallo 👋")),
          Optional.empty(),
          Map.of());

  @Test
  void readsMessages() {
    assertThat(
            Data.examples(
                Data.write(
                    folder,
                    "a.jsonl",
                    """
                    {"messages":[{"role":"user","content":"Grüß dich"},{"role":"assistant","content":"Hallo \\ud83d\\udc4b"}]}
                    """)))
        .containsExactly(HELLO);
  }

  @Test
  void readsShareGpt() {
    assertThat(
            Data.examples(
                Data.write(
                    folder,
                    "a.json",
                    """
                    [{"id":"1","conversations":[{"from":"human","value":"Grüß dich"},
                      {"from":"gpt","value":"Hallo 👋","weight":null}]}]
                    """)))
        .containsExactly(HELLO);
  }

  @Test
  void readsAlpacaFromEveryKindOfJsonAndCsv() {
    List<Example> expected =
        List.of(
            new Example.Instruction("Add", "1, 2", "3", Optional.empty(), List.of()),
            new Example.Instruction("Say \"hi\"", "", "hi\nho", Optional.empty(), List.of()));
    for (Path file :
        List.of(
            Data.write(
                folder,
                "a.jsonl",
                "\n{\"instruction\":\"Add\",\"input\":\"1, 2\",\"output\":\"3\"}\r\n  \n"
                    + "{\"instruction\":\"Say \\\"hi\\\"\",\"input\":\"\",\"output\":\"hi\\nho\"}"),
            Data.write(
                folder,
                "b.json",
                "[{\"instruction\":\"Add\",\"input\":\"1, 2\",\"output\":\"3\"},\n"
                    + "{\"instruction\":\"Say"
                    + " \\\"hi\\\"\",\"input\":null,\"output\":\"hi\\nho\"}]"),
            Data.write(
                folder,
                "c.json",
                "{\"version\":1,\"data\":[{\"instruction\":\"Add\",\"input\":\"1,"
                    + " 2\",\"output\":\"3\"},\n"
                    + "{\"instruction\":\"Say \\\"hi\\\"\",\"output\":\"hi\\nho\"}]}"),
            Data.write(
                folder,
                "d.json",
                "{\"instruction\":[\"Add\",\"Say \\\"hi\\\"\"],\"input\":[\"1,"
                    + " 2\",\"\"],\"output\":[\"3\",\"hi\\nho\"]}"),
            Data.write(
                folder,
                "e.json",
                "{\"instruction\":{\"0\":\"Add\",\"1\":\"Say \\\"hi\\\"\"},\"input\":{\"0\":\"1,"
                    + " 2\",\"1\":null},\"output\":{\"0\":\"3\",\"1\":\"hi\\nho\"}}"),
            Data.write(
                folder,
                "f.json",
                "{\n"
                    + "\"instruction\":\"Add\",\n"
                    + "\"input\":\"1, 2\",\"output\":\"3\"}\n"
                    + "{\"instruction\":\n"
                    + "\"Say \\\"hi\\\"\",\"input\":\"\",\"output\":\"hi\\nho\"}"),
            Data.write(
                folder,
                "g.csv",
                "\ufeffinstruction,input,output\n"
                    + "Add,\"1, 2\",3\n\n"
                    + "\"Say \"\"hi\"\"\",,\"hi\n"
                    + "ho\"\n"),
            Data.write(
                folder,
                "h.tsv",
                "instruction\tinput\toutput\nAdd\t1, 2\t3\n\"Say \"\"hi\"\"\"\t\t\"hi\nho\"\n"))) {
      assertThat(Data.examples(file)).as(file.toString()).isEqualTo(expected);
    }
  }

  @Test
  void readsTextLineByLineBlankOnesToo() {
    assertThat(Data.examples(Data.write(folder, "a.txt", "one\r\n\ntwo")))
        .containsExactly(new Example.Text("one"), new Example.Text(""), new Example.Text("two"));
  }

  @Test
  void endsTextLinesAsPythonDoesAlsoAtTheEndOfABuffer() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append(random.nextInt(50) == 0 ? "\r" : random.nextInt(50) == 0 ? "\n" : "x");
    }
    // One of the signs is at each place around the end of the first 256 KiB.
    for (int shift = 0; shift < 4; shift++) {
      String all = text + "y".repeat((256 << 10) - 200_000 - shift) + "\r\nz\r\r\nend";
      List<String> expected = List.of(all.split("\r\n|\r|\n", -1));
      DataSource source = Data.source(Data.write(folder, "a.txt", all));
      List<Row> rows = Data.rows(source, ReadOptions.DEFAULT);
      assertThat(rows)
          .extracting(r -> ((Example.Text) ((Row.Good) r).example()).text())
          .isEqualTo(expected);
      List<Position> every = rows.stream().map(Row::at).toList();
      assertThat(Data.chosen(source, every, ReadOptions.DEFAULT.with(Layout.TEXT))).isEqualTo(rows);
    }
  }

  @Test
  void readsPromptsAsTextsAndAsMessages() {
    assertThat(
            Data.examples(
                Data.write(folder, "a.jsonl", "{\"prompt\":\"1+1=\",\"completion\":\"2\"}")))
        .containsExactly(new Example.Completion("1+1=", "2"));
    assertThat(
            Data.examples(
                Data.write(
                    folder,
                    "b.jsonl",
                    "{\"prompt\":[{\"role\":\"user\",\"content\":\"1+1\"}],"
                        + "\"completion\":[{\"role\":\"assistant\",\"content\":\"2\"}]}")))
        .containsExactly(
            new Example.ChatCompletion(
                List.of(message("user", "1+1")),
                List.of(message("assistant", "2")),
                Optional.empty(),
                Map.of()));
  }

  @Test
  void readsChosenRowsAgain() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(i % 7 == 0 ? "\n" : "").append("{\"text\":\"row ").append(i).append("\"}\n");
    }
    DataSource source =
        Data.source(
            Data.write(folder, "a.jsonl", text.toString()),
            Data.write(folder, "b.json", "[{\"text\":\"x\"},{\"text\":\"y\"},{\"text\":\"z\"}]"),
            Data.write(folder, "c.txt", "ä\nö\nü\n"));
    List<Row> all = Data.rows(source, ReadOptions.DEFAULT);
    assertThat(all).hasSize(56);
    List<Row> wanted = List.of(all.get(3), all.get(4), all.get(49), all.get(51), all.get(55));
    assertThat(
            Data.chosen(
                source,
                wanted.stream().map(Row::at).toList(),
                ReadOptions.DEFAULT.with(Layout.TEXT)))
        .isEqualTo(wanted);
  }

  @Test
  void saysHowFarItIs() {
    DataSource source = Data.source(Data.write(folder, "a.jsonl", "{\"text\":\"x\"}\n"));
    try (RowReader rows = RowReader.open(source, ReadOptions.DEFAULT)) {
      assertThat(rows.layout()).isEqualTo(Layout.TEXT);
      assertThat(rows.bytesTotal()).isEqualTo(13);
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
      assertThat(rows.bytesRead()).isEqualTo(13);
    }
  }
}
