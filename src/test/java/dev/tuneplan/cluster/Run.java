package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.api.Scope;
import dev.tuneplan.objects.KubeObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A run on a cluster, as Kubernetes and its own folder tell of it.
 *
 * @param folder where /runs of its pods is on this machine
 */
record Run(Cluster cluster, String name, Path folder) {
  private static final String TRAINER = "trainer";

  void awaitComplete() throws Exception {
    cluster.await("condition=Complete", "job/" + name);
  }

  /** Waits until it has failed, and returns why. */
  String awaitFailed() throws Exception {
    cluster.await("condition=Failed", "job/" + name);
    PlainTree failed = job().condition("Failed", "True").orElseThrow();
    return failed.text("reason").orElse("") + ": " + failed.text("message").orElse("");
  }

  KubeObject job() {
    return cluster.api().get(Resource.JOBS, cluster.namespace(), name).orElseThrow();
  }

  /** Its pods, oldest first. */
  List<KubeObject> pods() {
    return cluster
        .api()
        .list(Resource.PODS, Scope.labelled(cluster.namespace(), selector()))
        .items()
        .stream()
        .sorted(Comparator.comparing(p -> p.text("metadata", "creationTimestamp").orElseThrow()))
        .toList();
  }

  private String selector() {
    return "batch.kubernetes.io/job-name=" + name;
  }

  /** The name of a pod whose trainer runs, other than these. */
  String runningPod(String... others) throws Exception {
    String line =
        cluster.line(
            l -> l.endsWith(" true") && !List.of(others).contains(l.split(" ")[0]),
            "get",
            "pods",
            "-l",
            selector(),
            "-w",
            "-o",
            "jsonpath={.metadata.name} {.status.containerStatuses[0].started}{\"\\n\"}");
    return line.split(" ")[0];
  }

  /** Waits until a pod's trainer prints these words. */
  void awaitOutput(String pod, String words) throws Exception {
    cluster.line(l -> l.contains(words), "logs", "-f", pod, "-c", TRAINER);
  }

  /** How a pod's trainer ended. */
  static PlainTree ended(KubeObject pod) {
    return pod.at("status").item("containerStatuses", "name", TRAINER).at("state", "terminated");
  }

  /** The last words of a pod's trainer. */
  static PlainTree lastWords(KubeObject pod) {
    String message = ended(pod).text("message").orElse("");
    assertThat(message).as("the termination message of %s", pod.name()).startsWith("{");
    return json(message);
  }

  /** Evicts a pod, as draining its node would. */
  void evict(String pod) {
    cluster
        .api()
        .review(
            "/api/v1/namespaces/" + cluster.namespace() + "/pods/" + pod + "/eviction",
            Map.of("apiVersion", "policy/v1", "kind", "Eviction", "metadata", Map.of("name", pod)));
  }

  /** The only event of a kind in an attempt. */
  PlainTree event(int attempt, String kind) throws Exception {
    List<PlainTree> all =
        events(attempt).stream()
            .filter(e -> e.text("event").filter(kind::equals).isPresent())
            .toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /** How an attempt ended, as the run's folder has it: of deleted pods nothing else is left. */
  PlainTree ended(int attempt) throws Exception {
    return event(attempt, "ended");
  }

  /** What happened in an attempt. */
  List<PlainTree> events(int attempt) throws Exception {
    Path file = folder.resolve("attempts/" + attempt + "/events.jsonl");
    return Files.readAllLines(file).stream().map(Run::json).toList();
  }

  /** What a text says. */
  static PlainTree json(String text) {
    return PlainTree.of(JsonFiles.parse("", text.getBytes(StandardCharsets.UTF_8)));
  }
}
