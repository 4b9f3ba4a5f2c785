package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.launch.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a real cluster, to an administrator, to its own role, and to nobody. */
@Tag("cluster")
class DoctorTest {
  private static final String ADMINISTRATOR = "an administrator runs: ";

  @TempDir private Path folder;

  private Cluster cluster;

  /**
   * What was said.
   *
   * @param checks by section and subject, such as {@code rights/pods}
   */
  private record Said(int code, Map<String, PlainTree> checks) {
    String state(String check) {
      assertThat(checks).containsKey(check);
      return checks.get(check).text("state").orElseThrow();
    }

    String found(String check) {
      assertThat(checks).containsKey(check);
      return checks.get(check).text("found").orElseThrow();
    }

    List<PlainTree> rights(boolean cluster) {
      return checks.entrySet().stream()
          .filter(e -> e.getKey().startsWith("rights/"))
          .filter(e -> e.getKey().endsWith("(cluster)") == cluster)
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  @BeforeEach
  void newNamespace() throws Exception {
    cluster = Cluster.withNewNamespace();
    cluster.kubectl("apply", "--validate=strict", "-f", "k8s-templates/rbac.yaml");
  }

  @Test
  void anAdministratorSeesEverything() throws Exception {
    Said said = doctor(cluster.folder().resolve("admin.kubeconfig"));
    assertThat(said.state("cluster/Kubernetes")).isEqualTo("ok");
    assertThat(said.found("cluster/you are")).isEqualTo("admin");
    for (String addOn : List.of("Kueue", "JobSet", "Kubeflow Trainer")) {
      assertThat(said.state("cluster/" + addOn)).isEqualTo("ok");
    }
    assertThat(said.found("cluster/namespace")).contains("'restricted'");
    assertThat(said.state("cluster/service account")).isEqualTo("ok");
    assertThat(said.found("cluster/queue queue")).startsWith("active, of cluster queue gpus");
    assertThat(said.found("cluster/GPU NVIDIA-H100-80GB-HBM3"))
        .startsWith("profile h100-sxm5-80gb: 8 on 1 node, ");
    assertThat(said.rights(false)).hasSize(12).allMatch(DoctorTest::ok);
    assertThat(said.rights(true)).hasSize(5).allMatch(DoctorTest::ok);
    assertThat(said.checks().values()).noneMatch(c -> state(c, "unknown") || state(c, "missing"));
    assertThat(said.code()).isZero();
  }

  @Test
  void theRoleOfTheTemplatesLacksNothingThatIsNeeded() throws Exception {
    Said said = doctor(cluster.kubeconfig(folder, "tuneplan"));
    assertThat(said.rights(false)).hasSize(12).allMatch(DoctorTest::ok);
    assertThat(said.rights(true)).hasSize(5).allMatch(c -> state(c, "warning"));
    // what the role may not see is not taken for well
    for (String hidden : List.of("namespace", "service account", "GPU quota", "GPUs", "storage")) {
      assertThat(said.state("cluster/" + hidden)).isEqualTo("unknown");
    }
    assertThat(said.state("cluster/queue queue")).isEqualTo("ok");
    assertThat(said.code()).isZero();
  }

  @Test
  void theLinesThatItGivesGrantWhatIsLacking() throws Exception {
    cluster.kubectl("create", "serviceaccount", "nobody");
    Path nobody = cluster.kubeconfig(folder, "nobody");
    Said before = doctor(nobody);
    assertThat(before.code()).isEqualTo(1);
    assertThat(before.state("rights/jobs.batch")).isEqualTo("missing");
    assertThat(before.state("rights/jobsets.jobset.x-k8s.io")).isEqualTo("warning");
    for (String right : List.of("rights/pods", "rights/nodes (cluster)")) {
      String fix = before.checks().get(right).text("fix").orElseThrow();
      assertThat(fix).startsWith(ADMINISTRATOR);
      cluster.shell(fix.substring(ADMINISTRATOR.length()));
    }
    Said after = doctor(nobody);
    assertThat(after.rights(false)).hasSize(12).allMatch(DoctorTest::ok);
    assertThat(after.rights(true)).hasSize(5).allMatch(DoctorTest::ok);
    assertThat(after.state("cluster/GPU NVIDIA-H100-80GB-HBM3")).isEqualTo("ok");
    assertThat(after.code()).isZero();
    cluster.kubectl("delete", "clusterrolebinding", "tuneplan-reader-nobody");
  }

  @Test
  void whatAPlanNeedsIsLookedFor() throws Exception {
    cluster.apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: one, namespace: NAMESPACE}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: few, namespace: NAMESPACE}
        spec: {hard: {requests.nvidia.com/gpu: 4}}
        """);
    String kubernetes =
        "command: [train]\nkubernetes: {kind: jobset, queue: queue, image: 'a@sha256:"
            + "0".repeat(64)
            + "', agentImage: none, volumes: {runs: one, data: none},"
            + " secrets: {HF_TOKEN: hub/token}}\n";
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            Plans.text(Plans.gpus(16, 2, "fsdp"), Plans.SPEC + kubernetes));
    Said said = doctor(cluster.folder().resolve("admin.kubeconfig"), "--plan", plan.toString());
    assertThat(said.state("plan/kind JobSet")).isEqualTo("ok");
    assertThat(said.state("plan/queue queue")).isEqualTo("ok");
    assertThat(said.found("plan/claim one"))
        .isEqualTo("Pending, ReadWriteOnce, and the plan's pods are on 2 nodes");
    assertThat(said.found("plan/claim none")).startsWith("is not in ");
    assertThat(said.state("plan/secret hub")).isEqualTo("unknown");
    assertThat(said.state("plan/image")).isEqualTo("ok");
    assertThat(said.found("plan/GPUs: 16 x h100-sxm5-80gb on 2 nodes"))
        .startsWith("1 of 2 nodes with 8: ");
    assertThat(said.found("plan/GPU quota")).isEqualTo("0 of 4 nvidia.com/gpu used (few)");
    assertThat(said.state("plan/GPU quota")).isEqualTo("missing");
    assertThat(said.code()).isEqualTo(1);
  }

  private static boolean ok(PlainTree check) {
    return state(check, "ok");
  }

  private static boolean state(PlainTree check, String state) {
    return check.text("state").filter(state::equals).isPresent();
  }

  /** A process, as people start it. */
  private Said doctor(Path kubeconfig, String... more) throws IOException, InterruptedException {
    Path out = folder.resolve("said.json");
    List<String> words =
        new ArrayList<>(
            List.of(
                "doctor",
                "--kubeconfig",
                kubeconfig.toString(),
                "-n",
                cluster.namespace(),
                "-o",
                "json"));
    words.addAll(List.of(more));
    Process process =
        Cluster.program("dev.tuneplan.cli.Main", words)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    byte[] text = Files.readAllBytes(out);
    assertThat(text)
        .as(() -> new String(text, StandardCharsets.UTF_8) + folder.resolve("errors.txt"))
        .isNotEmpty();
    Map<String, PlainTree> checks = new TreeMap<>();
    for (PlainTree section : PlainTree.of(JsonFiles.parse("doctor", text)).items("sections")) {
      String id = section.text("section").orElseThrow();
      section.items("checks").forEach(c -> checks.put(id + "/" + c.text("check").orElseThrow(), c));
    }
    return new Said(process.exitValue(), checks);
  }
}
