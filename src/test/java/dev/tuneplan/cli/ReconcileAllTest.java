package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Reconciling every run that is known. */
class ReconcileAllTest {
  private static final Path LOCAL = Path.of("src/test/resources/local");
  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @TempDir private Path folder;

  @BeforeEach
  void useCopiesOfRuns() throws IOException {
    copy(LOCAL, folder);
    record("normal", "3fa91c5e7b20", "support-bot");
    record("running", "70aa11223344", "still-going");
    System.setProperty("tuneplan.data", folder.toString());
  }

  @AfterEach
  void forgetThem() {
    System.clearProperty("tuneplan.data");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.sorted().toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    }
  }

  private void record(String history, String id, String name) throws IOException {
    Path recording = folder.resolve("recordings").resolve(id);
    Files.createDirectories(recording.getParent());
    copy(HISTORIES.resolve(history), recording);
    Files.writeString(
        recording.resolve("run.json"),
        "{\"id\":\"ID\",\"name\":\"NAME\",\"created\":\"2026-11-20T09:00:00Z\"}"
            .replace("ID", id)
            .replace("NAME", name));
  }

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = Main.run(writer, writer, args);
    return "$ tuneplan " + String.join(" ", args) + "\n" + out + "exit " + code + "\n";
  }

  @Test
  void saysWhatCouldBeReconciledThenDoesItThenHasNothingToDo() throws IOException {
    Golden.same("reconcile-none", run("reconcile"));
    assertThat(run("ledger", "list")).contains("no run was reconciled yet");
    Golden.same("reconcile-all", run("reconcile", "--all"));
    assertThat(run("ledger", "check")).contains("the ledger is whole: 2 runs");
    Golden.same("reconcile-all-again", run("reconcile", "--all"));
    Golden.same("reconcile-all-again-json", run("reconcile", "--all", "-o", "json"));
  }

  @Test
  void oneThatFailsStopsNoOther() throws IOException {
    Files.writeString(folder.resolve("runs/5e11ab0fe110/plan.yaml"), "{");
    String said = run("reconcile", "--all");
    assertThat(said).contains("1 failed", "1 new", "plan.yaml").endsWith("exit 1\n");
    assertThat(run("ledger", "list")).contains("3fa91c5e7b20");
  }

  @Test
  void whatHasChangedIsNotedAgain() throws IOException {
    run("reconcile", "--all");
    Path rates = folder.resolve("recordings/3fa91c5e7b20/rates.yaml");
    Files.writeString(rates, Files.readString(rates).replace("3.04", "3.05"));
    assertThat(run("reconcile", "--all")).contains("3fa91c5e7b20  ", "changed", "24.40 USD");
    assertThat(run("reconcile", "--all")).contains("2 as it was");
  }

  @Test
  void runsOfTheLedgerAloneArePricedAgain() throws IOException {
    run("reconcile", "--all");
    for (String gone : List.of("runs", "recordings")) {
      Files.move(folder.resolve(gone), folder.resolve("gone-" + gone));
    }
    assertThat(run("reconcile", "--all")).contains("2 runs: 2 as it was");
  }

  @Test
  void whatItBooksMayReachABudget() {
    run("budget", "set", "run=3fa91c5e7b20", "30", "--per", "total");
    String alert = "81 % of the budget run=3fa91c5e7b20: 24.32 spent of 30.00 USD";
    assertThat(run("reconcile")).doesNotContain(alert);
    assertThat(run("reconcile", "--all")).contains(alert);
    assertThat(run("reconcile", "--all")).doesNotContain(alert);
  }

  @Test
  void doesNotTakeARunAndAllOfThem() {
    assertThat(run("reconcile", "--all", "5e11")).contains("takes no RUN").endsWith("exit 2\n");
    assertThat(run("reconcile", "--plan", "x.yaml")).contains("RUN is needed with --plan");
  }
}
