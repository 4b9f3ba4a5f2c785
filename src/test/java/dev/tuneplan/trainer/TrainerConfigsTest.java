package dev.tuneplan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.Leaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small configs, written after the examples that the trainers publish (axolotl examples/ at
 * 067b021c, LLaMA-Factory examples/ at ff6d4d12, torchtune 0.6.1 recipes/configs, trl 1.16.0), each
 * with every setting that it gives. {@code -Dgolden.update=true} rewrites the table.
 */
class TrainerConfigsTest {
  private static final Path FOLDER = Path.of("src/test/resources/trainers");
  private static final Path TABLE = FOLDER.resolve("expected.tsv");

  static List<Path> configs() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER.resolve("configs"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What a file gives, in one line. */
  private static String settings(Path file) {
    TrainerConfig config = TrainerFiles.read(List.of(file));
    Map<String, Object> plain = new TreeMap<>();
    config.settings().values().forEach((key, node) -> plain.put(key, Leaves.plain(node)));
    return plain.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining("; "));
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      rows.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
    }
    return rows;
  }

  @Test
  void theTableHasEveryConfig() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      StringBuilder out = new StringBuilder();
      for (Path p : configs()) {
        out.append(p.getFileName()).append('\t').append(settings(p)).append('\n');
      }
      Files.writeString(TABLE, out);
    }
    assertThat(table().keySet())
        .containsExactlyInAnyOrderElementsOf(
            configs().stream().map(p -> p.getFileName().toString()).toList())
        .hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void settingsAreThoseOfTheTable(Path file) throws IOException {
    assertThat(settings(file)).isEqualTo(table().get(file.getFileName().toString()));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void everyKeyEndsInOneOfTheLists(Path file) {
    KeyReport report = TrainerFiles.read(List.of(file)).report();
    var given = Paths.of(dev.tuneplan.files.YamlFiles.read(file)).keySet();
    var used = report.used().stream().map(KeyReport.Used::key).toList();
    var unused = report.unused().stream().map(KeyReport.Unused::key).toList();
    for (String key : given) {
      boolean listed =
          Stream.concat(used.stream(), unused.stream())
              .anyMatch(k -> key.equals(k) || key.startsWith(k + ".") || key.startsWith(k + "["));
      assertThat(listed).as(key + " is on a list").isTrue();
    }
    assertThat(unused).as("no key is both").noneMatch(used::contains);
  }
}
