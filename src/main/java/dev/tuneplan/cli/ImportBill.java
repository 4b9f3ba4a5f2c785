package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.cost.bill.Bill;
import dev.tuneplan.cost.bill.BillReader;
import dev.tuneplan.cost.bill.Invoices;
import dev.tuneplan.cost.bill.Joined;
import dev.tuneplan.files.CsvText;
import dev.tuneplan.ledger.BookedRun;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bill",
    description = {
      "Put what an invoice says was paid for machines in the place of what was assumed,",
      "and reconcile the runs of the ledger that were on them anew. Imported again, the",
      "same invoice changes nothing; a later one for the same hours counts in its place."
    },
    footer = {
      "",
      "AWS's Cost and Usage Report, FOCUS and Google Cloud's export are read as they",
      "are; other columns are named with --map: resource, start, end, cost, and",
      "currency, sku, quantity, unit, kind.",
      "",
      "Examples:",
      "  tuneplan import bill cur-2026-11.csv --sku BoxUsage",
      "  tuneplan import bill invoice.csv --map resource=Server --currency EUR",
      "",
      "docs/cost.md says how machines are found."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ImportBill implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "an invoice as CSV")
  private Path file = Path.of("bill.csv");

  @Option(
      names = "--map",
      paramLabel = "WHAT=COLUMN",
      description = "the column that says something, where it has another name")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      defaultValue = "",
      description = "of an invoice that does not say it")
  private String currency = "";

  @Option(
      names = "--sku",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "leave out lines whose SKU does not contain it: traffic is no machine")
  private String sku = "";

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Bill bill = BillReader.read(csv(), file.getFileName().toString(), reading());
    try (Ledger ledger = Home.ledger()) {
      Joined.Uses uses = new Joined.Uses();
      ledger.each(run -> uses.see(run.cost()));
      Joined joined = uses.join(bill);
      ledger.keep(joined.matched());
      BillText text = new BillText(file.toString(), bill, joined, again(ledger));
      Main.print(command, output.form().render(text::text, text::tree));
    }
    return ExitCode.OK.code;
  }

  /** Prices every run anew, and keeps those that cost something else now. */
  private static List<BillText.Changed> again(Ledger ledger) {
    Invoices invoices = new Invoices(ledger.paid());
    List<Reconciliation> others = new ArrayList<>();
    List<BillText.Changed> changed = new ArrayList<>();
    ledger.each(run -> {
      Reconciliation now = Reconciliation.of(invoices.over(run.cost()), run.planned());
      if (!now.cost().pods().equals(run.cost().pods())) {
        others.add(now);
        changed.add(
            new BillText.Changed(
                run.run(),
                run.name(),
                run.cost().currency(),
                run.cost().total(),
                now.cost().total()));
      }
    });
    Map<String, String> owners = new LinkedHashMap<>();
    ledger.runs().forEach((BookedRun r) -> owners.put(r.id(), r.owner()));
    others.forEach(r -> ledger.book(r, owners.getOrDefault(r.run(), ""), Instant.now()));
    return changed;
  }

  private BillReader.Reading reading() {
    Problems problems = new Problems();
    columns
        .keySet()
        .forEach(word -> {
          if (!BillReader.Reading.known(word)) {
            problems.add(
                Place.of("--map"),
                word,
                "is none of resource, start, end, cost, currency, sku, quantity, unit, kind");
          }
        });
    if (!currency.isEmpty() && !currency.matches("[A-Z]{3}")) {
      problems.add(
          Place.of("--currency"),
          "",
          "must be three capital letters such as USD (was '" + currency + "')");
    }
    problems.throwIfAny();
    return new BillReader.Reading(columns, currency, sku);
  }

  private CsvText csv() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(Place.of(file.toString()), "", "is no file");
    }
    try {
      return CsvText.read(file.toString(), Files.readString(file));
    } catch (MalformedInputException e) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is no text in UTF-8; unpack it first if it is packed");
    }
  }
}
