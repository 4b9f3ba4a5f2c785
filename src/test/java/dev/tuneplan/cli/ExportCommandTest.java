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
class ExportCommandTest {
  private static final String HISTORIES = "src/test/resources/histories/";

  @TempDir private Path folder;

  @BeforeEach
  void useAFewRuns() {
    Session.data(Path.of("src/test/resources/local"));
    Session.ledger(folder.resolve("ledger.db"));
    for (String name : List.of("normal", "node-split")) {
      said(0, "reconcile", HISTORIES + name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-export|export --help",
        "export-focus|export 3fa9 --to 2026-11-20T10:00:00Z --account team-ml",
        "export-csv|export --format csv",
        "export-opencost|export --format opencost",
        "export-markdown|export --format markdown",
        "export-focus-node-split|export ft-support-bot-5b117a --to 2026-11-20T09:03:00Z",
        "export-markdown-local|export support-bot --format markdown",
        "export-recording-so-far|export src/test/resources/histories/running --format csv",
        "export-other-project|export --project nobody --format csv",
        "export-unknown|export suport-bot ft-suport-bot",
        "export-window-backwards|export --from 2026-11-02 --to 2026-11-01",
        "export-wrong-time|export --from yesterday",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @Test
  void aFileIsThereWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("costs.csv");
    said(2, "export", "nobody", "--out", file.toString());
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().contains("costs"));
    assertThat(said(0, "export", "--format", "csv", "--out", file.toString())).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(said(0, "export", "--format", "csv"));
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".part"));
  }

  @Test
  void aRunThatIsNamedTwiceIsExportedOnce() {
    String once = said(0, "export", "3fa91c5e7b20", "--format", "csv");
    assertThat(said(0, "export", "3fa9", HISTORIES + "normal", "--format", "csv")).isEqualTo(once);
  }
}
