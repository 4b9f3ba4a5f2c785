package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.render.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command that the agent's image has understands what pods say to it. */
class RenderedWordsTest {
  private static final Path REVIEWED = Path.of("src/test/resources/golden/k8s");

  static Stream<Path> reviewed() throws IOException {
    try (Stream<Path> files = Files.list(REVIEWED)) {
      return files
          // laid over what is rendered, and without the wrapper on purpose
          .filter(f -> !f.endsWith("mine.yaml") && !f.endsWith("baseline.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("reviewed")
  void areUnderstood(Path file) throws Exception {
    List<?> objects = Template.parse(file.toString(), Files.readString(file)).objects();
    List<List<String>> commands = wrapped(objects).toList();
    assertThat(commands).hasSize(1);
    List<String> words = commands.getFirst();
    AgentRun run = new AgentRun();
    CommandLine.ParseResult parsed =
        new CommandLine(run).parseArgs(words.subList(3, words.size()).toArray(String[]::new));
    // beyond the form of each word: whether they go together, and what they must be
    assertThat(run.settings(Path.of("/runs/attempts/1")).command())
        .isEqualTo(words.subList(words.indexOf("--") + 1, words.size()));
    assertThat(parsed.matchedOption("--max-attempts").<Integer>getValue()).isPositive();
    assertThat(parsed.hasMatchedOption("--peer"))
        .isEqualTo(parsed.hasMatchedOption("--peer-timeout"));
  }

  /** The commands of all containers that the wrapper runs in. */
  private static Stream<List<String>> wrapped(Object tree) {
    return switch (tree) {
      case Map<?, ?> m ->
          m.get("command") instanceof List<?> words && words.contains("/agent/bin/tuneplan")
              ? Stream.of(words.stream().map(Object::toString).toList())
              : m.values().stream().flatMap(RenderedWordsTest::wrapped);
      case List<?> l -> l.stream().flatMap(RenderedWordsTest::wrapped);
      default -> Stream.of();
    };
  }
}
