package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Session.class)
class LedgerCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void useAnEmptyLedger() {
    use("ledger.db");
  }

  private void use(String file) {
    Session.ledger(folder.resolve(file));
  }

  private static void reconcile(String... names) {
    for (String name : names) {
      said(0, "reconcile", "src/test/resources/histories/" + name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-ledger|ledger --help",
        "help-ledger-check|ledger check --help",
        "ledger-list|ledger list",
        "ledger-list-json|ledger list -o json",
        "ledger-list-markdown|ledger list -o markdown",
        "ledger-check|ledger check",
        "accuracy-ledger|accuracy --ledger",
        "accuracy-ledger-json|accuracy --ledger --per-row -o json",
        "accuracy-ledger-markdown|accuracy --ledger --per-row -o markdown",
        "accuracy-ledger-learning|accuracy --ledger --learning",
        "ledger-import-no-file|ledger import nowhere.jsonl",
        "ledger-import-no-export|ledger import src/test/resources/recorded/normal.jsonl",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    reconcile("normal", "preempted-twice", "unwatched");
    Golden.verify(name, args.split(" "));
  }

  @Test
  void plansOfNoRunCanBeJudgedBeforeOneIsReconciled() throws IOException {
    Golden.verify("accuracy-ledger-empty", "accuracy", "--ledger");
  }

  @Test
  void nothingIsKeptOfACostThatIsPendingOrIsNotToBeKept() {
    reconcile("running");
    said(0, "reconcile", "src/test/resources/histories/mig", "--no-keep");
    assertThat(said(0, "ledger", "list")).startsWith("no run was reconciled yet");
  }

  @Test
  void anExportMakesTheSameLedgerElsewhere() throws IOException {
    reconcile("mig", "late-pod", "mig");
    Path file = folder.resolve("export.jsonl");
    said(0, "ledger", "export", file.toString());
    String there = said(0, "ledger", "list");
    use("other.db");
    assertThat(said(0, "ledger", "import", file.toString()))
        .isEqualTo(
            (Files.readAllLines(file).size() - 1) + " rows were added, 0 were there already\n");
    assertThat(said(0, "ledger", "list")).isEqualTo(there);
    assertThat(said(0, "ledger", "export").lines().toList())
        .containsExactlyInAnyOrderElementsOf(List.copyOf(Files.readAllLines(file)));
    assertThat(said(0, "ledger", "check")).isEqualTo("the ledger is whole: 2 runs\n");
  }

  @Test
  void whatIsNoLedgerIsSaidInASentence() throws IOException {
    Files.writeString(folder.resolve("diary.db"), "my diary, ".repeat(1000));
    use("diary.db");
    assertThat(said(1, "ledger", "check"))
        .contains("is damaged, or no ledger")
        .doesNotContain("\tat");
  }
}
