package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.testing.PlayedRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
class ReconcileCommandTest {
  private static final String HISTORIES = "src/test/resources/histories/";

  @TempDir private Path folder;

  @BeforeEach
  void useRecordedRuns() {
    Session.data(Path.of("src/test/resources/local"));
    Session.ledger(folder.resolve("ledger.db"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-reconcile|reconcile --help",
        "reconcile-local|reconcile support-bot",
        "reconcile-local-json|reconcile 5e11 -o json",
        "reconcile-local-on-premises|reconcile 5e11 --rates src/test/resources/rates/own.yaml",
        "reconcile-other-currency|reconcile 5e11 --rates src/test/resources/rates/euro.yaml",
        "reconcile-recording|reconcile src/test/resources/histories/mig --method shapley",
        "reconcile-example|reconcile examples/preempted-twice",
        "reconcile-recording-markdown|reconcile src/test/resources/histories/late-pod -o markdown",
        "reconcile-running|reconcile src/test/resources/histories/running",
        "reconcile-list-prices|reconcile src/test/resources/recorded/normal.jsonl",
        "reconcile-unknown|reconcile suport-bot",
        "reconcile-no-recording|reconcile src/test/resources/rates",
        "reconcile-no-waterfall|reconcile src/test/resources/histories/running --svg target/no.svg",
        "reconcile-wrong-rates|reconcile 5e11 --rates src/test/resources/rates/wrong.yaml",
        "reconcile-wrong-method|reconcile 5e11 --method average",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "reconcile-measured|table",
        "reconcile-measured-json|json",
        "reconcile-measured-markdown|markdown",
      })
  void saysWhatTheGpusDid(String name, String form) throws IOException {
    Path recording = Files.createDirectories(folder.resolve("seen"));
    for (String file : List.of("watch.jsonl", "plan.json", "rates.yaml")) {
      Files.copy(Path.of(HISTORIES, "normal", file), recording.resolve(file));
    }
    Path attempt = Files.createDirectories(recording.resolve("attempts/1"));
    Files.copy(Path.of(HISTORIES, "normal/events-1.jsonl"), attempt.resolve("events.jsonl"));
    new PlayedRows(5, 4, 40).write(attempt.resolve("samples"));
    StringWriter out = new StringWriter();
    Main.run(
        new PrintWriter(out), new PrintWriter(out), "reconcile", recording.toString(), "-o", form);
    Golden.same(name, out.toString());
  }

  @Test
  void writesAPageAndAWaterfallBesideWhatItPrints() throws IOException {
    Path page = folder.resolve("cost.html");
    Path picture = folder.resolve("cost.svg");
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(out),
            "reconcile",
            HISTORIES + "preempted-twice",
            "--html",
            page.toString(),
            "--svg",
            picture.toString());
    assertThat(code).as(out.toString()).isZero();
    assertThat(Files.readString(page))
        .isEqualTo(
            Files.readString(Path.of("src/test/resources/golden/reconcile/preempted-twice.html")));
    assertThat(Files.readString(picture))
        .startsWith("<svg")
        .contains("<style>", "plan: 8.43 USD", "actual: 12.50 USD");
  }
}
