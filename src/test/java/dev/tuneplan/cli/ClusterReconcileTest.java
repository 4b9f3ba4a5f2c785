package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Costs of runs in a cluster, by what was recorded of one, while it answers and after. */
class ClusterReconcileTest {
  @TempDir private Path folder;

  @BeforeEach
  void useAnEmptyFolder() {
    System.setProperty("tuneplan.data", folder.toString());
  }

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = Main.run(writer, writer, args);
    return "$ tuneplan " + args[0] + " " + args[1] + "\n" + out + "exit " + code + "\n";
  }

  private Path watched(String id) {
    return folder.resolve("recordings").resolve(id).resolve("watch.jsonl");
  }

  @Test
  void aClusterIsAskedAndAfterwardsWhatItSaidIsEnough() throws IOException {
    String first;
    try (RecordedApi api = RecordedApi.of("runs")) {
      String kubeconfig = api.kubeconfig(folder).toString();
      first = run("reconcile", "summaries", "--kubeconfig", kubeconfig);
      Golden.same("cluster-reconcile", first);
      List<String> seen = Files.readAllLines(watched("b2c3d4e5f6a1"));
      assertThat(run("reconcile", "summaries", "--kubeconfig", kubeconfig)).isEqualTo(first);
      assertThat(Files.readAllLines(watched("b2c3d4e5f6a1"))).isEqualTo(seen);
    }
    String nowhere = RecordedApi.kubeconfig(folder, "127.0.0.1:1").toString();
    assertThat(run("reconcile", "summaries", "--kubeconfig", nowhere)).isEqualTo(first);
  }

  @Test
  void whatIsNotOverIsPendingAndAskedForAgain() throws IOException {
    try (RecordedApi api = RecordedApi.of("runs")) {
      String kubeconfig = api.kubeconfig(folder).toString();
      String first = run("reconcile", "bot", "--kubeconfig", kubeconfig);
      Golden.same("cluster-reconcile-running", first);
      Golden.same(
          "cluster-reconcile-unknown", run("reconcile", "nobody", "--kubeconfig", kubeconfig));
      assertThat(run("ledger", "list")).contains("no run was reconciled yet");
    }
  }

  @Test
  void whoeverWatchesKeepsWhatIsSeen() throws IOException {
    try (RecordedApi api = RecordedApi.of("runs")) {
      run("watch", "summaries", "--kubeconfig", api.kubeconfig(folder).toString());
    }
    try (Stream<Path> kept = Files.list(watched("b2c3d4e5f6a1").getParent())) {
      assertThat(kept.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("run.json", "watch.jsonl", "events-1.jsonl");
    }
    Golden.same("reconcile-all-recorded", run("reconcile", "--all"));
    assertThat(run("ledger", "list")).contains("b2c3d4e5f6a1");
  }
}
