package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as people start it, with the rights of a service account in a cluster's namespace.
 *
 * @param folder where it keeps its kubeconfig and what the program said
 * @param account whose rights
 */
record Tuneplan(Cluster cluster, Path folder, String account) {
  /** What a process said, and its exit code. */
  record Said(int code, String out) {}

  /** A command that runs, and what it said so far. */
  record Program(Process process, Path out) {
    /** Waits until it ends. */
    Said end() throws Exception {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(Files.readString(out)).isTrue();
      return new Said(process.exitValue(), Files.readString(out));
    }
  }

  /** With what k8s-templates/rbac.yaml gives to those who launch, and nothing else. */
  static Tuneplan of(Cluster cluster, Path folder) throws Exception {
    cluster.kubectl("apply", "--validate=strict", "-f", "k8s-templates/rbac.yaml");
    return new Tuneplan(cluster, folder, "tuneplan").known();
  }

  /** The same program with another account's rights. */
  Tuneplan as(String other) throws Exception {
    return new Tuneplan(cluster, folder, other).known();
  }

  private Tuneplan known() throws Exception {
    cluster.kubeconfig(folder, account);
    return this;
  }

  private Path kubeconfig() {
    return folder.resolve(account + ".kubeconfig");
  }

  /** Creates objects with these rights and strict field validation. */
  String create(Path file, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("create", "--validate=strict"));
    words.addAll(List.of("-f", file.toString()));
    words.addAll(List.of(more));
    return cluster.kubectlBy(kubeconfig(), words.toArray(String[]::new));
  }

  /** The words of a command, such as {@code launch}, with where it goes. */
  List<String> words(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--kubeconfig", kubeconfig().toString(), "-n", cluster.namespace()));
    return words;
  }

  /** Launches a plan and waits until that ends. */
  Said launch(Path plan, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("launch", plan.toString()));
    words.addAll(List.of(more));
    return begin(words.toArray(String[]::new)).end();
  }

  /** Begins a command in this namespace. */
  Program begin(String... command) throws Exception {
    Path out = Files.createTempFile(folder, "said", ".txt");
    return new Program(process("dev.tuneplan.cli.Main", out, words(command)), out);
  }

  static Process process(String main, Path out, List<String> words) throws IOException {
    ProcessBuilder program =
        Cluster.program(main, words).redirectErrorStream(true).redirectOutput(out.toFile());
    program.environment().put("XDG_DATA_HOME", out.resolveSibling("data").toString());
    return program.start();
  }
}
