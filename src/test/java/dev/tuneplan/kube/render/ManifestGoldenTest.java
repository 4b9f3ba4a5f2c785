package dev.tuneplan.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reviewed file for each kind of manifest; {@code -Dgolden.update=true} rewrites them. */
class ManifestGoldenTest {
  private static final Path KEPT = Path.of("src/test/resources/golden/k8s");
  private static final String EVERYTHING =
      "kubernetes: {namespace: ml, queue: gpus, queuePriority: high, priorityClass: batch,"
          + " nodeSelector: {pool: gpu}, tolerations: ['team=ml:NoSchedule', spot], image:"
          + " 'registry.example/trl@sha256:aa', agentImage: 'registry.example/agent:1',"
          + " imagePullSecrets: registry, serviceAccount: train, env: {NCCL_DEBUG: INFO, A: b},"
          + " secrets: {HF_TOKEN: hub/token}, volumes: {runs: runs-claim, cache: cache-claim,"
          + " data: data-claim, extra: more}, cpus: 16, memoryGiB: 128, sharedMemoryGiB: 32,"
          + " runtimeClass: nvidia, retries: 1, graceSeconds: 300, ttlSeconds: 86400, maxHours: 5,"
          + " preferredTopology: block, labels: {cost-center: '42'}}\n"
          + "budget: {usd: 5, hours: 3}\n";

  private static String chosen(String name) {
    return switch (name) {
      case "one-node" -> Plans.gpus(4, 1, "fsdp");
      case "several-nodes", "jobset", "trainjob", "several-nodes-kueue" ->
          Plans.gpus(16, 2, "fsdp");
      case "jobset-spot" -> Plans.gpus(16, 2, "fsdp").replace("spot: false", "spot: true");
      case "amd" ->
          Plans.ONE_GPU
              .replace("gpu: a10g", "gpu: mi300x")
              .replace("[NVIDIA-A10G]", "['amd.com/gpu.device-id=74a1']");
      default -> Plans.ONE_GPU;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one-gpu|''",
        "one-node|''",
        "several-nodes|''",
        "several-nodes-kueue|kubernetes: {queue: gpus, requiredTopology: rack}",
        "jobset|kubernetes: {kind: jobset, queue: gpus}",
        "jobset-spot|kubernetes: {kind: jobset}",
        "trainjob|kubernetes: {kind: trainjob, queue: gpus}",
        "baseline|kubernetes: {security: baseline, agentImage: none}",
        "amd|kubernetes: {cpus: 8}",
        "command|command: [python, train.py]",
        "shipped|kubernetes: {ship: [stdout, 'https://tuneplan.example'], shipToken: push/token,"
            + " volumes: {runs: claim}, env: {MLFLOW_RUN_ID: abc}, secrets: {MLFLOW_TRACKING_TOKEN:"
            + " ml/token}}",
        "everything|everything",
      })
  void rendersWhatWasReviewed(String name, String more) throws IOException {
    String spec = Plans.SPEC + (more.equals("everything") ? EVERYTHING : more + "\n");
    verify(name, Requests.manifest(Plans.plan(chosen(name), spec)));
  }

  @Test
  void keepsWhatUsersAddAndTakesAwayWhatTheyNull() throws IOException {
    Template users = Template.parse("mine.yaml", Files.readString(KEPT.resolve("mine.yaml")));
    LaunchPlan plan = Plans.plan();
    Template both = Requests.template("job.yaml").under(users);
    verify("with-template", Requests.renderer().render(Requests.of(plan, both, true)));
  }

  private static void verify(String name, Manifest manifest) throws IOException {
    Path file = KEPT.resolve(name + ".yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(KEPT);
      Files.writeString(file, manifest.yaml());
    }
    assertThat(manifest.yaml()).isEqualTo(Files.readString(file));
  }
}
