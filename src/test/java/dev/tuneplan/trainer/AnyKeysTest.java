package dev.tuneplan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.YamlFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of any known keys with any values: read, or refused with places, and nothing else. */
class AnyKeysTest {
  private static final int SEEDS = 60;
  private static final List<String> VALUES =
      List.of(
          "true",
          "false",
          "0",
          "1",
          "-1",
          "3",
          "0.5",
          "1e-4",
          "512",
          "none",
          "auto",
          "null",
          "''",
          "text",
          "[a, b]",
          "[]",
          "{}",
          "{a: 1}",
          "[{path: a}]",
          "full_shard",
          "qlora",
          "lora",
          "bf16",
          "zero3.json",
          "'.*q_proj'",
          "\"${a.b}\"",
          "~",
          "99999999999999999999");
  private static final Map<Trainer, String> HEADS =
      Map.of(
          Trainer.AXOLOTL, "base_model",
          Trainer.TRL, "model_name_or_path",
          Trainer.LLAMA_FACTORY, "finetuning_type",
          Trainer.TORCHTUNE, "model",
          Trainer.TRANSFORMERS, "block_size");

  /** No file is beside. */
  private static final Beside NONE =
      new Beside() {
        @Override
        public Found find(String name, dev.tuneplan.base.Place from) {
          return new Missing(List.of(name));
        }

        @Override
        public dev.tuneplan.files.Node read(Here file) {
          throw new IllegalStateException("nothing was found");
        }
      };

  static Stream<Arguments> files() {
    return Stream.of(Trainer.values())
        .flatMap(t -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(t, seed)));
  }

  private static String file(Trainer trainer, Random random) {
    List<String> keys = new ArrayList<>(new TreeSet<>(KnownKeys.of(trainer.id()).keys().keySet()));
    keys.removeIf(k -> k.contains("[]") || k.chars().filter(c -> c == '.').count() > 1);
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    String head = HEADS.get(trainer);
    chosen.put(head, List.of());
    int count = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      int dot = key.indexOf('.');
      String top = dot < 0 ? key : key.substring(0, dot);
      if (!top.equals(head)) {
        List<String> below = new ArrayList<>(chosen.getOrDefault(top, List.of()));
        if (dot > 0 && !below.contains(key.substring(dot + 1))) {
          below.add(key.substring(dot + 1));
        }
        chosen.put(top, below);
      }
    }
    StringBuilder yaml = new StringBuilder();
    chosen.forEach((top, below) -> {
      if (top.equals(head)) {
        yaml.append(
            trainer == Trainer.TORCHTUNE
                ? "model: {_component_: torchtune.models.llama3_1.lora_llama3_1_8b}\n"
                : head + (trainer == Trainer.LLAMA_FACTORY ? ": lora\n" : ": 7\n"));
      } else if (below.isEmpty()) {
        yaml.append(top).append(": ").append(value(random)).append('\n');
      } else {
        yaml.append(top).append(":\n");
        below.forEach(
            k -> yaml.append("  ").append(k).append(": ").append(value(random)).append('\n'));
      }
    });
    return yaml.toString();
  }

  private static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void areReadOrRefusedWithPlaces(Trainer trainer, int seed) {
    String text = file(trainer, new Random(seed * 31L + trainer.ordinal()));
    var root = YamlFiles.parse("any.yml", text);
    try {
      TrainerConfig config = new TrainerFiles(NONE).read(List.of(root), false);
      assertThat(config.trainer()).isEqualTo(trainer);
      assertThat(config.report().unused(KeyReport.Why.UNKNOWN))
          .as("keys from the list are known, in\n" + text)
          .allSatisfy(u -> assertThat(u.key()).matches(".*\\.(a|path)|.*\\[0].*"));
    } catch (InvalidInput e) {
      assertThat(e.problems())
          .as(text)
          .isNotEmpty()
          .allSatisfy(p -> assertThat(p.place().line()).isPositive());
    }
  }
}
