package dev.tuneplan.cli;

import dev.tuneplan.testing.RecordedApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands for runs say of those in a cluster, by what was recorded of one. */
class ClusterRunsTest {
  @TempDir private Path folder;

  @BeforeEach
  void useAnEmptyFolder() {
    System.setProperty("tuneplan.data", folder.toString());
  }

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  private static String run(Path kubeconfig, String words) {
    List<String> args = new ArrayList<>(List.of(words.split(" ")));
    args.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = Main.run(writer, writer, args.toArray(String[]::new));
    return "$ tuneplan " + words + "\n" + out + "exit " + code + "\n";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster-runs|runs --target cluster",
        "cluster-runs-markdown|runs --target cluster -o markdown",
        "cluster-runs-other-namespace|runs -n prod",
        "cluster-watch-finished|watch summaries",
        "cluster-watch-finished-once|watch b2c3 --once -o json",
        "cluster-watch-pending|watch triage --once",
        "cluster-watch-queued|watch queued-up --once",
        "cluster-watch-held|watch later --once",
        "cluster-watch-cancelled|watch rewriter --once",
        "cluster-watch-unknown|watch summary",
        "cluster-logs|logs summaries",
        "cluster-logs-pending|logs triage",
        "cluster-logs-no-attempt|logs summaries --attempt 2",
        "cluster-cancel-ended|cancel summaries",
      })
  void printsWhatWasReviewed(String golden, String words) throws IOException {
    try (RecordedApi api = RecordedApi.of("runs")) {
      Golden.same(golden, run(api.kubeconfig(folder), words));
    }
  }
}
