package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A cluster that dev/cluster/up.sh brought up, and one new namespace on it under the restricted Pod
 * Security Standard, with a Kueue queue {@code queue} over all GPUs. TUNEPLAN_CLUSTER names the
 * cluster's folder.
 */
record Cluster(Path folder, String namespace) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  static Cluster withNewNamespace() throws Exception {
    String folder = System.getenv("TUNEPLAN_CLUSTER");
    assertThat(folder)
        .as("TUNEPLAN_CLUSTER, the folder of a cluster; `make cluster-test` sets it")
        .isNotNull();
    String started = Long.toString(System.currentTimeMillis(), 36).toLowerCase(Locale.ROOT);
    Cluster cluster =
        new Cluster(Path.of(folder), "test-" + started + "-" + COUNT.incrementAndGet());
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: NAMESPACE, labels: {pod-security.kubernetes.io/enforce: restricted}}
        ---
        apiVersion: kueue.x-k8s.io/v1beta1
        kind: LocalQueue
        metadata: {name: queue, namespace: NAMESPACE}
        spec: {clusterQueue: gpus}
        """);
    return cluster;
  }

  /** Creates objects with strict field validation; NAMESPACE stands for this namespace. */
  void apply(String yaml) throws Exception {
    Path file = Files.createTempFile("objects", ".yaml");
    try {
      Files.writeString(file, yaml.replace("NAMESPACE", namespace));
      kubectl("apply", "--validate=strict", "-f", file.toString());
    } finally {
      Files.delete(file);
    }
  }

  String kubectl(String... arguments) throws Exception {
    return kubectlBy(folder.resolve("admin.kubeconfig"), arguments);
  }

  /** The same with another's rights. */
  String kubectlBy(Path kubeconfig, String... arguments) throws Exception {
    return run(
        Stream.concat(
                Stream.of("kubectl", "--kubeconfig", kubeconfig.toString(), "-n", namespace),
                Stream.of(arguments))
            .toList());
  }

  /** A line of a shell, as the administrator. */
  String shell(String line) throws Exception {
    return run(List.of("sh", "-c", "export KUBECONFIG=" + folder + "/admin.kubeconfig; " + line));
  }

  /** Writes the kubeconfig of a service account. */
  Path kubeconfig(Path into, String account) throws Exception {
    String token = kubectl("create", "token", account).strip();
    String admin = "jsonpath={.clusters[0].cluster.";
    return Files.writeString(
        into.resolve(account + ".kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: c, cluster: {server: "SERVER", certificate-authority-data: CA}}]
        users: [{name: u, user: {token: TOKEN}}]
        contexts: [{name: test, context: {cluster: c, user: u}}]
        """
            .replace("SERVER", kubectl("config", "view", "-o", admin + "server}"))
            .replace(
                "CA",
                kubectl("config", "view", "--raw", "-o", admin + "certificate-authority-data}"))
            .replace("TOKEN", token));
  }

  /** A process of this project, as people start it. */
  static ProcessBuilder program(String main, List<String> words) {
    return new ProcessBuilder(
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dtuneplan.home=" + System.getProperty("tuneplan.home"),
                    main),
                words.stream())
            .toList());
  }

  void await(String condition, String object) throws Exception {
    kubectl("wait", "--for=" + condition, object, "--timeout=120s");
  }

  /** A field of the only pod of a Job. */
  String pod(String job, String path) throws Exception {
    return kubectl(
        "get",
        "pods",
        "-l",
        "batch.kubernetes.io/job-name=" + job,
        "-o",
        "jsonpath={.items[0]." + path + "}");
  }

  /** Gives an image to the cluster's node. */
  void load(Path image) throws Exception {
    String socket = folder.resolve("containerd/containerd.sock").toString();
    run(List.of("ctr", "-a", socket, "-n", "k8s.io", "images", "import", image.toString()));
  }

  /** What the API server has, by tuneplan's own client. */
  ClusterApi api() {
    Path config = folder.resolve("admin.kubeconfig");
    return new ClusterConfig(List.of(config), Optional.empty()).connect().api();
  }

  /** The first line for which this holds of what a kubectl command prints as it comes. */
  String line(Predicate<String> wanted, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("timeout", "120", "kubectl", "--kubeconfig"),
                Stream.concat(
                    Stream.of(folder + "/admin.kubeconfig", "-n", namespace), Stream.of(arguments)))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
        said.append(line).append('\n');
      }
    } finally {
      process.destroy();
    }
    throw new AssertionError(command + " said in two minutes: " + said);
  }

  String script(String name, String... arguments) throws Exception {
    Path file = Path.of(System.getProperty("tuneplan.home"), "dev", "cluster", name);
    return run(
        Stream.concat(
                name.endsWith(".py")
                    ? Stream.of("python3", file.toString(), folder.toString())
                    : Stream.of(file.toString(), folder.toString()),
                Stream.of(arguments))
            .toList());
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("said", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(said.toFile())
              .start();
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
      String text = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as("%s said %s", command, text).isZero();
      return text;
    } finally {
      Files.delete(said);
    }
  }
}
