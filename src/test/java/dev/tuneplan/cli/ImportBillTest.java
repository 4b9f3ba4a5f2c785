package dev.tuneplan.cli;

import static dev.tuneplan.cli.Session.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Session.class)
class ImportBillTest {
  private static final String HISTORIES = "src/test/resources/histories/";
  private static final String BILLS = "src/test/resources/bills/";

  @TempDir private Path folder;

  @BeforeEach
  void reconcileTwoRuns() {
    Session.ledger(folder.resolve("ledger.db"));
    said(0, "reconcile", HISTORIES + "normal");
    said(0, "reconcile", HISTORIES + "node-split");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-import|import --help",
        "help-import-bill|import bill --help",
        "import-bill|import bill src/test/resources/bills/cur.csv --sku BoxUsage",
        "import-bill-json|import bill src/test/resources/bills/cur.csv -o json",
        "import-bill-markdown|import bill src/test/resources/bills/cur.csv -o markdown",
        "import-bill-own-columns|import bill src/test/resources/bills/own-columns.csv --map"
            + " resource=Server --map start=Begin --map end=Until --map cost=Net --currency USD",
        "import-bill-other-currency|import bill src/test/resources/bills/own-columns.csv --map"
            + " resource=Server --map start=Begin --map end=Until --map cost=Net --currency EUR",
        "import-bill-broken|import bill src/test/resources/bills/broken.csv",
        "import-bill-no-columns|import bill src/test/resources/bills/own-columns.csv --map"
            + " resource=Sever",
        "import-bill-wrong-options|import bill src/test/resources/bills/cur.csv --map"
            + " where=Server --currency Dollar",
        "import-bill-no-file|import bill nowhere.csv",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }

  @Test
  void aReconciliationSaysWhatTheInvoiceChanged() throws IOException {
    String before = said(0, "reconcile", HISTORIES + "normal");
    assertThat(before).doesNotContain("rate (bill)");
    said(0, "import", "bill", BILLS + "cur.csv", "--sku", "BoxUsage");
    Golden.verify("reconcile-by-invoice", "reconcile", HISTORIES + "normal");
    assertThat(said(0, "ledger", "check")).isEqualTo("the ledger is whole: 2 runs\n");
  }

  @Test
  void whatIsImportedTwiceChangesNothing() throws IOException {
    said(0, "import", "bill", BILLS + "cur.csv");
    String all = said(0, "ledger", "export");
    assertThat(said(0, "import", "bill", BILLS + "cur.csv"))
        .contains("no run costs anything else than before");
    assertThat(said(0, "ledger", "export")).isEqualTo(all);
    assertThat(all).contains("\"table\":\"bill\"");
  }

  @Test
  void aLaterInvoiceForTheSameHoursCountsInItsPlace() throws IOException {
    said(0, "import", "bill", BILLS + "cur.csv", "--sku", "BoxUsage");
    Path corrected = folder.resolve("corrected.csv");
    Files.writeString(
        corrected, Files.readString(Path.of(BILLS + "cur.csv")).replace("20.0000000000", "24.32"));
    String said = said(0, "import", "bill", corrected.toString(), "--sku", "BoxUsage");
    // an hour at 20.00 for the machine was half of it in this run: its GPUs cost 2.16 more
    assertThat(said).contains("+2.16");
  }

  @Test
  void anInvoicedHourIsBilledInFocus() {
    said(
        0,
        "import",
        "bill",
        BILLS + "own-columns.csv",
        "--map",
        "resource=Server",
        "--map",
        "start=Begin",
        "--map",
        "end=Until",
        "--map",
        "cost=Net",
        "--currency",
        "USD");
    String csv = said(0, "export", "3fa9");
    assertThat(csv.lines().skip(1)).isNotEmpty().noneMatch(l -> l.startsWith("us-east-1a,0,"));
    assertThat(csv).contains("invoice own-columns.csv, else aws us-east-1 p5.48xlarge");
  }
}
