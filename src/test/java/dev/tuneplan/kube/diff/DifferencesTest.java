package dev.tuneplan.kube.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.objects.KubeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DifferencesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/launch-drift.txt");

  /** As a server has it: defaults, names and a uid in labels, a state. */
  private static final String THERE =
      """
      {"apiVersion": "batch/v1", "kind": "Job",
       "metadata": {"name": "ft-bot-111111", "namespace": "ml", "uid": "u-1", "resourceVersion": "7", "generation": 3,
         "labels": {"tuneplan.dev/run-id": "111111", "tuneplan.dev/owner": "ada", "app.kubernetes.io/version": "0.1"},
         "annotations": {"tuneplan.dev/plan-sha256": "aa"},
         "managedFields": [{"manager": "tuneplan"}]},
       "spec": {"other": {"one": 1}, "backoffLimit": 2, "suspend": false, "parallelism": 1,
         "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": "u-1"}},
         "template": {"metadata": {"creationTimestamp": null, "labels": {"batch.kubernetes.io/controller-uid": "u-1",
             "batch.kubernetes.io/job-name": "ft-bot-111111", "tuneplan.dev/owner": "ada"}},
           "spec": {"nodeSelector": {"pool": "a"},
             "containers": [{"name": "trainer", "image": "a.example/trl:1", "command": ["run", "--grace", "20m", "--", "trl", "sft"],
               "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
               "resources": {"limits": {"nvidia.com/gpu": "1"}}}],
             "volumes": [{"name": "runs", "emptyDir": {}}],
             "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}]}}},
       "status": {"active": 1}}
      """;

  /** The same, as the server answers to a dry run under another name. */
  private static final String ANSWERED =
      THERE
          .replace("ft-bot-111111", "ft-bot-111110")
          .replace("u-1", "u-2")
          .replace("\"ada\"", "\"grace\"")
          .replace("\"0.1\"", "\"0.2\"")
          .replace("\"suspend\": false", "\"suspend\": true")
          .replace("\"other\": {", "\"other\": {\"metadata\": {}, ")
          .replace("\"resourceVersion\": \"7\", \"generation\": 3,", "")
          .replace("{\"active\": 1}", "{}");

  private static KubeObject object(String json) {
    return new KubeObject(JsonFiles.parse("", json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(String there, String answered) {
    return Differences.of(object(there), object(answered)).stream()
        .map(d -> d.text() + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void findsNoneInWhatServersControllersAndOtherLaunchersWrite() {
    assertThat(text(THERE, ANSWERED)).isEmpty();
  }

  @Test
  void areShownFieldByField() throws IOException {
    String edited =
        THERE
            .replace("\"backoffLimit\": 2", "\"backoffLimit\": 6")
            .replace("\"tuneplan.dev/run-id\"", "\"team\": \"vision\", \"tuneplan.dev/run-id\"")
            .replace("\"--grace\", \"20m\",", "\"--grace\", \"20m\", \"--stall\", \"9m\",")
            .replace("a.example/trl:1", "a.example/trl:2")
            .replace("{\"name\": \"A\", \"value\": \"1\"}, ", "")
            .replace("\"emptyDir\": {}", "\"persistentVolumeClaim\": {\"claimName\": \"runs\"}")
            .replace("\"operator\": \"Exists\"", "\"operator\": \"Equal\", \"value\": \"\"");
    String shown = text(edited, ANSWERED);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void findsNoneInWhatAQueueWritesIntoPods() {
    String label = "\"kueue.x-k8s.io/queue-name\": \"q\", \"tuneplan.dev/run-id\"";
    String queued = ANSWERED.replace("\"tuneplan.dev/run-id\"", label);
    String admitted =
        THERE
            .replace("\"tuneplan.dev/run-id\"", label)
            .replace("\"pool\": \"a\"", "\"pool\": \"a\", \"flavor\": \"h100\"")
            .replace(
                "\"batch.kubernetes.io/job-name\"",
                "\"kueue.x-k8s.io/podset\": \"main\", \"batch.kubernetes.io/job-name\"")
            .replace("\"Exists\"}", "\"Exists\"}, {\"key\": \"spot\", \"operator\": \"Exists\"}");
    assertThat(text(admitted, queued)).isEmpty();
    assertThat(text(admitted.replace(label, "\"tuneplan.dev/run-id\""), ANSWERED))
        .contains("flavor: h100");
  }

  @Test
  void findsNoneInTheQueuesLabelsOfARunThatIsHeld() {
    String label = "\"kueue.x-k8s.io/queue-name\": \"q\", \"tuneplan.dev/run-id\"";
    String queued = ANSWERED.replace("\"tuneplan.dev/run-id\"", label);
    assertThat(text(THERE, queued)).isEmpty();
    assertThat(text(queued.replace("u-2", "u-1"), THERE.replace("u-1", "u-2"))).isEmpty();
  }

  @Test
  void findsNoneInWhatCancellingWrites() {
    String cancelled =
        THERE
            .replace(
                "\"tuneplan.dev/plan-sha256\"",
                "\"tuneplan.dev/cancelled\": \"by ada\", \"tuneplan.dev/plan-sha256\"")
            .replace("\"parallelism\": 1,", "\"parallelism\": 1, \"activeDeadlineSeconds\": 1,");
    assertThat(text(cancelled, ANSWERED)).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areFoundExactlyWhereTreesDiffer(int seed) {
    Random random = new Random(seed);
    KubeObject one = object(JsonText.of(Map.of("spec", tree(random, 3))));
    KubeObject other = object(JsonText.of(Map.of("spec", tree(random, 3))));
    assertThat(Differences.of(one, one)).isEmpty();
    List<Difference> found = Differences.of(one, other);
    assertThat(found.isEmpty()).isEqualTo(one.equals(other));
    // the other way round the same fields differ, with the sides exchanged
    assertThat(Differences.of(other, one))
        .isEqualTo(
            found.stream().map(d -> new Difference(d.path(), d.wanted(), d.there())).toList());
  }

  private static Object tree(Random random, int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    if (kind == 0) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        map.put("k" + random.nextInt(3), tree(random, depth - 1));
      }
      return map;
    }
    if (kind == 1) {
      boolean named = random.nextBoolean();
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        list.add(
            named
                ? Map.of("name", "n" + i, "value", tree(random, depth - 1))
                : tree(random, depth - 1));
      }
      return list;
    }
    return random.nextInt(3);
  }
}
