package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.Requests;
import dev.tuneplan.kube.render.Template;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.Plans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A new namespace in which plans run for real: the agent's image, an image with Python, and claims
 * over folders of this machine for what runs write, for programs and for Python's packages.
 *
 * @param runs what runs write; each has its own folder below
 */
record Ground(Tuneplan tuneplan, Path runs) {
  private static final Path AGENT = Path.of("target/tuneplan-agent.tar");
  private static final Path PROGRAMS = Path.of("src/test/resources/cluster").toAbsolutePath();

  /** What every spec here says; more keys may follow. */
  private static final String KUBERNETES =
      """
      kubernetes:
        image: dev.local/python:1
        cpus: 1
        memoryGiB: 3
        graceSeconds: 15
        volumes: {runs: runs, data: programs, python: python}
        env: {PYTHONPATH: /mnt/python, OMP_NUM_THREADS: '1'}
      """;

  static Ground in(Path folder) throws Exception {
    Cluster cluster = Cluster.withNewNamespace();
    assertThat(AGENT).as("the agent's image, which `make agent-image` makes").exists();
    cluster.load(AGENT);
    String packages = cluster.script("python.sh").strip();
    Tuneplan tuneplan = Tuneplan.of(cluster, folder);
    // a folder of the host keeps its owner, and the kubelet makes each run's folder with its mode
    Path runs = Files.createDirectories(folder.resolve("runs"));
    Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("rwxrwxrwx"));
    Ground ground = new Ground(tuneplan, runs);
    ground.claim("runs", runs.toString());
    ground.claim("programs", PROGRAMS.toString());
    ground.claim("python", packages);
    // a pod that is there before its claims are bound is looked at again much later
    for (String claim : List.of("runs", "programs", "python")) {
      cluster.await("jsonpath={.status.phase}=Bound", "pvc/" + claim);
    }
    return ground;
  }

  private void claim(String name, String folder) throws Exception {
    tuneplan
        .cluster()
        .apply(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: NAME-NAMESPACE}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: "", hostPath: {path: FOLDER, type: Directory},
              claimRef: {name: NAME, namespace: NAMESPACE}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: NAME, namespace: NAMESPACE}
            spec: {accessModes: [ReadWriteMany], storageClassName: "", resources: {requests: {storage: 1Gi}}, volumeName: NAME-NAMESPACE}
            """
                .replace("FOLDER", folder)
                .replace("NAME-", name + "-")
                .replace("NAME,", name + ","));
  }

  /** A saved plan of a command; more lines may follow in the spec's section for Kubernetes. */
  Cluster cluster() {
    return tuneplan.cluster();
  }

  private static String text(String command, String... more) {
    StringBuilder spec = new StringBuilder(Plans.SPEC).append("command: " + command + "\n");
    spec.append(KUBERNETES);
    for (String line : more) {
      spec.append("  ").append(line).append('\n');
    }
    return Plans.text(
        Plans.gpus(1, 1, "ddp").replace("steps: 366", "steps: 24"),
        spec.toString().replace("globalBatch: 16", "globalBatch: 16, saveSteps: 6"));
  }

  private static LaunchPlan plan(String text) {
    return LaunchPlan.of(YamlFiles.parse("plan.yaml", text));
  }

  /** A saved plan of a command. */
  Path saved(String command, String... more) throws Exception {
    return Files.writeString(tuneplan.folder().resolve("plan.yaml"), text(command, more));
  }

  /** The run of a saved plan. */
  Run run(Path saved) throws Exception {
    LaunchPlan plan = plan(Files.readString(saved));
    return run(plan, Requests.manifest(plan));
  }

  /** Creates what is rendered for a command. */
  Run create(String command, String... more) throws Exception {
    LaunchPlan plan = plan(text(command, more));
    return create(plan, Requests.manifest(plan));
  }

  /** Creates a run of so many steps that may cost so much, at 1.006 USD an hour. */
  Run createCapped(String command, int steps, String usd) throws Exception {
    LaunchPlan plan =
        plan(
            text(command)
                .replace("steps: 24", "steps: " + steps)
                .replace("  training:", "  budget: {usd: " + usd + "}\n  training:"));
    return create(plan, Requests.manifest(plan));
  }

  /** Creates what is rendered for a command over a user's template. */
  Run createOver(String template, String command) throws Exception {
    LaunchPlan plan = plan(text(command));
    return create(plan, Requests.manifest(plan, Template.parse("mine.yaml", template)));
  }

  private Run create(LaunchPlan plan, Manifest manifest) throws Exception {
    Path file = Files.createTempFile(tuneplan.folder(), "objects", ".yaml");
    tuneplan.create(Files.writeString(file, manifest.yaml()));
    return run(plan, manifest);
  }

  private Run run(LaunchPlan plan, Manifest manifest) {
    Object name = ((Map<?, ?>) manifest.job().get("metadata")).get("name");
    return new Run(tuneplan.cluster(), name.toString(), runs.resolve(plan.id().hex()));
  }
}
