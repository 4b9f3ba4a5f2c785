package dev.tuneplan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Transformers and PEFT count for models of odd shapes; made by dev/counts/counts.py. */
final class TransformersAgreementTest {
  private static final Path COUNTS = Path.of("src/test/resources/counts/counts.jsonl");

  private record Case(String line) {
    Fields fields() {
      return Fields.of(YamlFiles.parse("counts.jsonl", line), new Problems());
    }

    Fields config() {
      return fields().child("config").orElseThrow();
    }

    @Override
    public String toString() {
      return line.substring(0, Math.min(160, line.length()));
    }
  }

  static Stream<Case> cases() throws IOException {
    return Files.readAllLines(COUNTS).stream().map(Case::new);
  }

  @Test
  void coversFortyConfigsOfFifteenFamilies() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(cases().map(c -> c.config().requiredText("model_type")).distinct())
        .hasSizeGreaterThanOrEqualTo(15);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsAreThoseOfTransformersAndPeft(Case c) {
    Problems problems = new Problems();
    ModelShape shape =
        HfConfig.read(
            "config",
            Fields.of(YamlFiles.parse("c", c.line()), problems).child("config").orElseThrow());
    problems.throwIfAny();
    assertThat(shape.parameters())
        .isEqualTo(c.fields().whole("parameters", 1, Long.MAX_VALUE).orElseThrow());
    List<Fields> adapters = c.fields().children("adapters");
    assertThat(adapters).isNotEmpty();
    for (Fields a : adapters) {
      LoraTargets targets = LoraTargets.parse(a.requiredText("targets"));
      int rank = (int) a.whole("rank", 1, 1000).orElseThrow();
      boolean dora = a.flag("dora").orElseThrow();
      assertThat(targets.parameters(shape, rank, dora))
          .as("%s rank %d dora %s", targets, rank, dora)
          .isEqualTo(a.whole("trained", 1, Long.MAX_VALUE).orElseThrow());
    }
  }
}
