package dev.tuneplan.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.Place;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.Example;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.dataset.Row;
import dev.tuneplan.dataset.RowReader;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.template.TemplateFailure;
import dev.tuneplan.testing.Fixtures;
import dev.tuneplan.testing.Ids;
import dev.tuneplan.tokenizer.Tokenizer;
import dev.tuneplan.tokenizer.TokenizerChoice;
import dev.tuneplan.tokenizer.TokenizerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts beside those of Python's libraries, which src/test/resources/tokens/README.md explains.
 */
class GoldenCountsTest {
  private static final Path FOLDER = Path.of("src/test/resources/tokens");
  private static final LocalDateTime DAY = LocalDateTime.of(2026, 1, 15, 12, 0);
  private static final Map<String, Map<Long, Example>> EXAMPLES = new HashMap<>();

  private static Tokenizer open(String name) {
    String given = name.endsWith("_base") ? name : Fixtures.tokenizer(name).toString();
    return TokenizerChoice.named(given, Place.of("test"), Fixtures.NATIVES).opener().get();
  }

  private static List<NamedCsvRecord> records(String file) {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve(file))) {
      return csv.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> tokenizers() {
    return records("plain.csv").stream().map(r -> r.getField("tokenizer")).distinct();
  }

  /** The corpus as the project's own reader gives it, by line. */
  private static Map<Long, Example> examples(String layout) {
    return EXAMPLES.computeIfAbsent(
        layout,
        l -> {
          Map<Long, Example> rows = new HashMap<>();
          DataSource source = DataSource.of(List.of(FOLDER.resolve(l + ".jsonl").toString()));
          try (RowReader reader = RowReader.open(source, ReadOptions.DEFAULT.with(limitless()))) {
            while (reader.next()) {
              if (reader.row() instanceof Row.Good good) {
                rows.put(good.at().row(), good.example());
              }
            }
          }
          return rows;
        });
  }

  private static dev.tuneplan.dataset.BadRowLimit limitless() {
    return dev.tuneplan.dataset.BadRowLimit.parse("100%");
  }

  /** The corpus as Python's json gives it, by line. */
  private static Map<?, ?> raw(String layout, long line) {
    try {
      byte[] text =
          Files.readAllLines(FOLDER.resolve(layout + ".jsonl"))
              .get((int) line - 1)
              .getBytes(StandardCharsets.UTF_8);
      return (Map<?, ?>) JsonFiles.parse(layout, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(String layout, Map<?, ?> row) {
    return switch (layout) {
      case "chat" -> messages(row, "messages", "content");
      case "sharegpt" -> messages(row, "conversations", "value");
      case "alpaca" -> List.of(text(row, "instruction"), text(row, "input"), text(row, "output"));
      case "completion" ->
          List.of(text(row, "prompt") + text(row, "completion"), text(row, "prompt"));
      default -> List.of(text(row, "text"));
    };
  }

  private static List<String> messages(Map<?, ?> row, String list, String key) {
    List<String> texts = new ArrayList<>();
    ((List<?>) row.get(list)).forEach(m -> texts.add(text((Map<?, ?>) m, key)));
    return texts;
  }

  private static String text(Map<?, ?> row, String key) {
    return row.get(key) instanceof String s ? s : "";
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String joined(int[] ids) {
    return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void textsHaveTheTokensThatPythonGivesThem(String name) {
    int compared = 0;
    try (Tokenizer tokenizer = open(name)) {
      for (NamedCsvRecord r : records("plain.csv")) {
        if (!r.getField("tokenizer").equals(name) || r.getField("tokens").equals("raises")) {
          continue;
        }
        String layout = r.getField("layout");
        List<String> texts = texts(layout, raw(layout, Long.parseLong(r.getField("line"))));
        String counts =
            texts.stream().map(t -> "" + tokenizer.count(t)).collect(Collectors.joining(" "));
        String ids =
            texts.stream().map(t -> joined(Ids.of(tokenizer, t))).collect(Collectors.joining(";"));
        assertThat(counts + " " + md5(ids))
            .as("%s line %s", layout, r.getField("line"))
            .isEqualTo(r.getField("tokens") + " " + r.getField("ids_md5"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(120);
  }

  static Stream<String> templates() {
    return records("templated.csv").stream()
        .map(r -> r.getField("tokenizer") + " " + r.getField("template"))
        .distinct();
  }

  private static TokenizerFolder.Template template(TokenizerFolder folder, String name) {
    return name.equals("own")
        ? folder.chatTemplate().orElseThrow()
        : TokenizerFolder.template(Fixtures.file(name));
  }

  private static Optional<Exchange> conversation(Example example) {
    return switch (example) {
      case Example.Chat c -> Optional.of(Exchange.of(c));
      case Example.Instruction i -> Optional.of(Exchange.of(i));
      default -> Optional.empty();
    };
  }

  @ParameterizedTest
  @MethodSource("templates")
  void conversationsHaveTheTokensAndTheLossThatTransformersGivesThem(String pair) {
    String name = pair.split(" ")[0];
    TokenizerFolder folder = TokenizerFolder.of(Fixtures.tokenizer(name));
    TokenizerFolder.Template source = template(folder, pair.split(" ")[1]);
    Prompt prompt =
        new Prompt(
            ChatTemplate.parse(source.source(), source.text()),
            Optional.empty(),
            folder.specialTokens(),
            DAY);
    int compared = 0;
    try (Tokenizer tokenizer = open(name)) {
      ExampleCounter counter =
          new ExampleCounter(tokenizer, Optional.of(prompt), Loss.ANSWERS, true);
      for (NamedCsvRecord r : records("templated.csv")) {
        if (!pair.equals(r.getField("tokenizer") + " " + r.getField("template"))) {
          continue;
        }
        Example example = examples(r.getField("layout")).get(Long.parseLong(r.getField("line")));
        if (example == null) {
          continue;
        }
        String where = r.getField("layout") + " line " + r.getField("line");
        ExampleTokens counted = counter.of(example);
        if (r.getField("tokens").equals("raises")) {
          assertThat(counted).as(where).isInstanceOf(ExampleTokens.Refused.class);
          continue;
        }
        assertThat(counted).as(where).isInstanceOf(ExampleTokens.Counted.class);
        ExampleTokens.Counted tokens = (ExampleTokens.Counted) counted;
        assertThat(tokens.real()).as(where).isEqualTo(Integer.parseInt(r.getField("tokens")));
        assertThat(md5(text(prompt, example, false))).as(where).isEqualTo(r.getField("text_md5"));
        assertThat(tokenizer.count(text(prompt, example, true)))
            .as(where)
            .isEqualTo(Integer.parseInt(r.getField("tokens_prompted")));
        if (!r.getField("loss_rule").equals("unknown")) {
          assertThat(tokens.loss()).as(where).isEqualTo(Integer.parseInt(r.getField("loss")));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(60);
  }

  private static String text(Prompt prompt, Example example, boolean generationPrompt) {
    try {
      return prompt.render(conversation(example).orElseThrow(), generationPrompt).text();
    } catch (TemplateFailure e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama3", "qwen3", "gemma3", "mistral_nemo", "deepseek_v3", "gpt4o"})
  void completionsCarryTheLossThatTrlGivesThem(String name) {
    int compared = 0;
    try (Tokenizer tokenizer = open(name)) {
      ExampleCounter counter = new ExampleCounter(tokenizer, Optional.empty(), Loss.ANSWERS, true);
      for (NamedCsvRecord r : records("completions.csv")) {
        Example example = examples("completion").get(Long.parseLong(r.getField("line")));
        if (!r.getField("tokenizer").equals(name)
            || example == null
            || r.getField("whole").equals("raises")) {
          continue;
        }
        ExampleTokens.Counted tokens = (ExampleTokens.Counted) counter.of(example);
        assertThat(tokens.real())
            .as("line %s", r.getField("line"))
            .isEqualTo(Integer.parseInt(r.getField("whole")));
        // TRL appends an end of text, which is learned, and which counts leave out
        int eos = Integer.parseInt(r.getField("trl_whole")) - tokenizer.added() - tokens.real();
        assertThat(tokens.loss() + eos)
            .as("line %s", r.getField("line"))
            .isEqualTo(Integer.parseInt(r.getField("trl_completion")));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(15);
  }
}
