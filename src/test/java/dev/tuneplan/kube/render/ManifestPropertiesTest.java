package dev.tuneplan.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Plans;
import dev.tuneplan.launch.RunName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every manifest: 1,000 plans drawn at random. */
class ManifestPropertiesTest {
  private static final int EACH = 125;
  private static final String LABEL = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
  private static final List<String> NAMES =
      List.of(
          "bot", "'---'", "Ünïcödé möglich", "'9 lives'", "'名前'", "a" + "b-".repeat(80), "X_y.z");

  private static LaunchPlan drawn(Random random) {
    int nodes = 1 + random.nextInt(3);
    int gpus = nodes * (1 << random.nextInt(4));
    String parallelism = gpus == 1 ? "ddp" : pick(random, "fsdp", "ddp", "zero2", "zero3");
    String trainer = pick(random, "trl", "axolotl", "llamafactory");
    String method = pick(random, "qlora", "lora", "full");
    String kind = pick(random, "job", "jobset", "trainjob", "auto");
    String spec =
        "model: "
            + pick(random, "Qwen/Qwen2.5-7B", "meta-llama/Llama-3.1-8B", "./my/config.json")
            + "\nmethod: {type: "
            + method
            + "}\n"
            + "data: {train: data/x.jsonl, format: "
            + pick(random, "chat", "completion", "text")
            + ", tokens: 1000000}\ntraining: {packing: "
            + random.nextBoolean()
            + ", saveSteps: "
            + (1 + random.nextInt(100))
            + "}\ntrainer: "
            + trainer
            + "\nkubernetes: {kind: "
            + kind
            + pick(random, "", ", queue: q", ", security: baseline", ", agentImage: none")
            + pick(random, "", ", volumes: {runs: r}", ", secrets: {TOKEN: a/b}")
            + pick(random, "", ", nodeSelector: {a: 'yes'}", ", tolerations: [a, 'b=c:NoSchedule']")
            + "}\n"
            + pick(random, "", "budget: {usd: 100}\n", "budget: {hours: 2}\n");
    String text =
        Plans.text(Plans.gpus(gpus, nodes, parallelism), spec)
            .replace("spot: false", "spot: " + random.nextBoolean())
            .replace(
                "metadata: {name: bot}",
                "metadata: {name: "
                    + NAMES.get(random.nextInt(NAMES.size()))
                    + ", project: "
                    + NAMES.get(random.nextInt(NAMES.size()))
                    + "}");
    return LaunchPlan.of(YamlFiles.parse("plan.yaml", text));
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdForAnyPlan(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < EACH; i++) {
      LaunchPlan plan = drawn(random);
      Manifest manifest = Requests.manifest(plan);
      for (Map<String, Object> object : manifest.objects()) {
        named(object);
        annotated(object);
        noneEmpty(object, "");
        assertThat(
                JsonText.of(
                    Tree.of(YamlFiles.parse("m.yaml", new Manifest(List.of(object)).yaml()))))
            .as("YAML is read back as it was written")
            .isEqualTo(JsonText.of(object));
      }
      assertThat(manifest.yaml()).as("the same again").isEqualTo(Requests.manifest(plan).yaml());
    }
  }

  private static void named(Map<String, Object> object) {
    Map<String, Object> metadata = Tree.at(object, "metadata");
    String name = metadata.get("name").toString();
    assertThat(name).matches("ft-[a-z0-9]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
    if (!object.get("kind").equals("ConfigMap")) {
      assertThat(name.length()).isLessThanOrEqualTo(RunName.MOST);
    }
    Tree.at(metadata, "labels")
        .forEach((key, value) -> {
          assertThat(value).as(key).isInstanceOf(String.class);
          assertThat(value.toString()).as(key).matches(LABEL);
        });
  }

  private static void annotated(Map<String, Object> object) {
    Map<String, Object> notes = Tree.map(Tree.at(object, "metadata"), "annotations");
    Object estimate = notes.get("tuneplan.dev/estimate");
    if (estimate != null) {
      byte[] json = estimate.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(JsonFiles.parse("estimate", json))
          .isInstanceOfSatisfying(
              Map.class, m -> assertThat(m).containsKeys("tokens", "hours", "gpuHours", "usd"));
    }
    if (notes.isEmpty()) {
      Tree.at(object, "metadata").remove("annotations");
    }
  }

  private static void noneEmpty(Object value, String path) {
    if (value instanceof Map<?, ?> m) {
      assertThat(!m.isEmpty() || path.endsWith(".emptyDir")).as(path).isTrue();
      m.forEach((k, v) -> noneEmpty(v, path + "." + k));
    } else if (value instanceof Collection<?> c) {
      assertThat(c).as(path).isNotEmpty();
      new ArrayList<>(c).forEach(v -> noneEmpty(v, path));
    }
  }
}
