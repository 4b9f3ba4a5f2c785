package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Rows made at random say the same in whatever format and packing they are written. */
class EveryFormatTest {
  @TempDir Path folder;

  static Stream<Arguments> seeds() {
    return Stream.of(Layout.values())
        .flatMap(l -> IntStream.range(0, 6).mapToObj(seed -> Arguments.of(l, seed)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givesTheSameExamplesFromEveryFormat(Layout layout, int seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Example> expected = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(40); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      expected.add(example(layout, random, row));
      rows.add(row);
    }
    Map<String, String> written = new LinkedHashMap<>();
    written.put("lines.jsonl", lines(rows, "\n"));
    written.put("lines.json", lines(rows, "\r\n\r\n"));
    written.put("list.json", json(rows));
    written.put("field.json", json(Map.of("version", "1", "data", rows)));
    written.put("columns.json", json(columns(rows)));
    written.put("table.csv", table(rows, ','));
    written.put("table.tsv", table(rows, '\t'));
    for (Map.Entry<String, String> e : written.entrySet()) {
      for (String packing : List.of("", ".gz", ".zst")) {
        Path file = write(e.getKey() + packing, e.getValue());
        assertThat(Data.examples(file)).as(file.toString()).isEqualTo(expected);
      }
    }
  }

  private static Example example(Layout layout, Random r, Map<String, Object> row) {
    return switch (layout) {
      case TEXT -> {
        row.put("text", text(r));
        yield new Example.Text((String) row.get("text"));
      }
      case COMPLETION -> {
        row.put("prompt", text(r));
        row.put("completion", text(r));
        yield new Example.Completion((String) row.get("prompt"), (String) row.get("completion"));
      }
      case ALPACA -> {
        String input = r.nextBoolean() ? "" : text(r);
        row.put("instruction", text(r));
        row.put("input", input);
        row.put("output", text(r));
        yield new Example.Instruction(
            (String) row.get("instruction"),
            input,
            (String) row.get("output"),
            Optional.empty(),
            List.of());
      }
      case CHAT -> {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i <= r.nextInt(5); i++) {
          Map<String, Object> message = new LinkedHashMap<>();
          message.put("role", i % 2 == 0 ? "user" : "assistant");
          message.put(
              "content",
              r.nextInt(4) == 0 ? List.of(Map.of("type", "text", "text", text(r))) : text(r));
          if (r.nextInt(4) == 0) {
            message.put("tool_calls", List.of(Map.of("id", text(r), "n", r.nextLong())));
          }
          messages.add(message);
        }
        row.put("messages", messages);
        yield new Example.Chat(messages, Optional.empty(), Map.of());
      }
    };
  }

  /** A text that pandas does not take for missing. */
  private static String text(Random r) {
    String signs = "aZ 09,;\"'\\/\n\t\u0001äß日👋{}[]:\u2028\u007f";
    StringBuilder text = new StringBuilder("x");
    for (int i = r.nextInt(30); i > 0; i--) {
      int at = signs.offsetByCodePoints(0, r.nextInt(signs.codePointCount(0, signs.length())));
      text.appendCodePoint(signs.codePointAt(at));
    }
    return text.toString();
  }

  private static String lines(List<Map<String, Object>> rows, String end) {
    StringBuilder text = new StringBuilder();
    rows.forEach(r -> text.append(json(r)).append(end));
    return text.toString();
  }

  private static Map<String, Object> columns(List<Map<String, Object>> rows) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (String name : rows.getFirst().keySet()) {
      columns.put(name, rows.stream().map(r -> r.get(name)).toList());
    }
    return columns;
  }

  private static String table(List<Map<String, Object>> rows, char separator) {
    StringBuilder text = new StringBuilder();
    text.append(String.join("" + separator, rows.getFirst().keySet())).append('\n');
    for (Map<String, Object> row : rows) {
      List<String> fields = new ArrayList<>();
      for (Object value : row.values()) {
        String field = value instanceof String s ? s : json(value);
        fields.add('"' + field.replace("\"", "\"\"") + '"');
      }
      text.append(String.join("" + separator, fields)).append('\n');
    }
    return text.toString();
  }

  private static String json(Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      write(g, value);
    }
    return out.toString();
  }

  private static void write(JsonGenerator g, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        g.writeStartObject();
        map.forEach((k, v) -> {
          g.writeName((String) k);
          write(g, v);
        });
        g.writeEndObject();
      }
      case List<?> list -> {
        g.writeStartArray();
        list.forEach(v -> write(g, v));
        g.writeEndArray();
      }
      case Long n -> g.writeNumber(n);
      default -> g.writeString(value.toString());
    }
  }

  private Path write(String name, String text) {
    Path file = folder.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out =
            name.endsWith(".gz")
                ? new GZIPOutputStream(raw)
                : name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
