package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.files.YamlText;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.Requests;
import dev.tuneplan.kube.render.Template;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server, its admission and its controllers take what is rendered. */
@Tag("cluster")
class RenderedTest {
  private static final Path REVIEWED = Path.of("src/test/resources/golden/k8s");

  @TempDir private Path folder;

  private Cluster cluster;
  private Tuneplan tuneplan;

  @BeforeEach
  void newNamespace() throws Exception {
    cluster = Cluster.withNewNamespace();
    tuneplan = Tuneplan.of(cluster, folder);
    // what 'everything' refers to, which the server asks for when it sees a pod
    cluster.apply(
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: batch}
        value: 1
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: train, namespace: NAMESPACE}
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: nvidia}
        handler: nvidia
        """);
  }

  static Stream<String> reviewed() throws IOException {
    try (Stream<Path> files = Files.list(REVIEWED)) {
      return files
          .map(f -> f.getFileName().toString().replace(".yaml", ""))
          // what a user lays over, not what is rendered
          .filter(name -> !name.equals("mine"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("reviewed")
  void passesAServerSideDryRunWithStrictFieldValidation(String name) throws Exception {
    for (Map<String, Object> object : objects(name)) {
      String said =
          object.get("kind").equals("ResourceQuota")
              // a user's template brings it, and launch refuses to make it
              ? dryRun(object)
              : tuneplan.create(file(object), "--dry-run=server");
      assertThat(said).contains("created (server dry run)");
      // for these two the standard is too narrow on purpose; the next test says which part
      boolean outside = List.of("baseline", "with-template").contains(name);
      assertThat(said.contains("Warning: would violate PodSecurity"))
          .isEqualTo(outside && object.get("kind").equals("Job"));
      if (object.get("kind").equals("TrainingRuntime")) {
        // a TrainJob is refused without its runtime, and a dry run leaves none behind
        tuneplan.create(file(object));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reviewed")
  void hasPodsThatKeepTheRestrictedStandard(String name) throws Exception {
    Map<String, Object> pod = pod(objects(name));
    switch (name) {
      case "baseline" ->
          assertThatThrownBy(() -> dryRun(pod))
              .hasMessageContaining("violates PodSecurity")
              .hasMessageContaining("runAsNonRoot != true");
      // the user's own sidecar and volume, and nothing of the trainer's container
      case "with-template" ->
          assertThatThrownBy(() -> dryRun(pod))
              .hasMessageContaining("violates PodSecurity")
              .hasMessageContaining("container \"sidecar\" must set")
              .hasMessageContaining("restricted volume types (volume \"runs\" uses")
              .hasMessageNotContaining("\"trainer\"");
      default -> dryRun(pod);
    }
  }

  @ParameterizedTest
  @CsvSource({"job, Complete", "jobset, Completed", "trainjob, Complete"})
  void runsOnTwoNodesThatFindEachOtherAsTorchrunWould(String kind, String end) throws Exception {
    // rank 0 answers where PET_MASTER_ADDR says, and rank 1 asks there
    String script =
        "if [ $PET_NODE_RANK = 0 ]; then echo $PET_NNODES | nc -l -p $PET_MASTER_PORT; else"
            + " while :; do n=$(nc -w 2 $PET_MASTER_ADDR $PET_MASTER_PORT 2>/dev/null);"
            + " [ x$n = x2 ] && break; sleep 0.2; done; fi";
    String spec =
        Plans.SPEC
            + "command: [sh, -c, '"
            + script
            + "']\nkubernetes: {kind: "
            + kind
            + ", image: 'dev.local/sh:1', agentImage: none, cpus: 1, memoryGiB: 1, queue: queue}\n";
    String text =
        Plans.text(Plans.gpus(4, 2, "fsdp"), spec)
            // the longest name there can be
            .replace("metadata: {name: bot}", "metadata: {name: " + "b".repeat(100) + "}");
    LaunchPlan plan = LaunchPlan.of(YamlFiles.parse("plan.yaml", text));
    Manifest manifest = Requests.manifest(plan);
    Path file = Files.writeString(folder.resolve("run.yaml"), manifest.yaml());
    tuneplan.create(file);
    cluster.await("condition=" + end, kind + "/" + name(manifest.job()));
  }

  @Test
  void isRefusedWithAWrongField() throws Exception {
    Map<String, Object> job = objects("one-gpu").getLast();
    map(job.get("spec")).put("backofLimit", 1);
    assertThatThrownBy(() -> tuneplan.create(file(job), "--dry-run=server"))
        .hasMessageContaining("unknown field \"spec.backofLimit\"");
  }

  /** By the administrator: pods are made by controllers, and no launch has a right to. */
  private String dryRun(Map<String, Object> object) throws Exception {
    return cluster.kubectl(
        "create", "--dry-run=server", "--validate=strict", "-f", file(object).toString());
  }

  private Path file(Map<String, Object> object) throws IOException {
    return Files.writeString(folder.resolve("object.yaml"), YamlText.of(object));
  }

  /** The objects of a reviewed file, for this test's namespace. */
  private static List<Map<String, Object>> objects(String name) throws IOException {
    Path file = REVIEWED.resolve(name + ".yaml");
    List<Map<String, Object>> objects =
        Template.parse(file.toString(), Files.readString(file)).objects();
    objects.forEach(o -> map(o.get("metadata")).remove("namespace"));
    return objects;
  }

  /** The pod that the controllers would make. */
  private static Map<String, Object> pod(List<Map<String, Object>> objects) {
    Map<String, Object> runs =
        objects.stream()
            .filter(o -> List.of("Job", "JobSet", "TrainingRuntime").contains(o.get("kind")))
            .findFirst()
            .orElseThrow();
    Map<String, Object> spec = map(runs.get("spec"));
    if (runs.get("kind").equals("TrainingRuntime")) {
      spec = map(map(spec.get("template")).get("spec"));
    }
    if (spec.get("replicatedJobs") instanceof List<?> jobs) {
      spec = map(map(map(jobs.getFirst()).get("template")).get("spec"));
    }
    Map<String, Object> pod = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Pod"));
    pod.putAll(map(spec.get("template")));
    map(pod.get("metadata")).put("name", "pod");
    return pod;
  }

  private static String name(Map<String, Object> object) {
    return map(object.get("metadata")).get("name").toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
