package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.export.ChargesCsv;
import dev.tuneplan.export.Exporter;
import dev.tuneplan.export.FocusCsv;
import dev.tuneplan.export.OpenCostJson;
import dev.tuneplan.export.Payer;
import dev.tuneplan.export.RunsMarkdown;
import dev.tuneplan.export.Window;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Write what runs cost for other programs: all of the ledger, or the runs that are named.",
    },
    footer = {
      "",
      "Formats: focus is the FinOps Foundation's FOCUS 1.2, a row for each pod, hour,",
      "phase and resource; opencost is an answer of its allocation API; csv has a",
      "row for each pod, phase and resource; markdown is for a pull request.",
      "",
      "Examples:",
      "  tuneplan export --from 2026-11-01 --to 2026-12-01 --out november.csv",
      "  tuneplan export support-bot --format markdown",
      "  tuneplan export --project search --format opencost",
      "",
      "docs/exports.md says what is in the columns."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** The words of {@code --format}. */
  enum Form {
    focus,
    opencost,
    csv,
    markdown
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description =
          "runs of the ledger or of this machine by id, the beginning of it, or name; or"
              + " recordings (default: all of the ledger)")
  private List<String> names = List.of();

  @Option(
      names = "--format",
      defaultValue = "focus",
      description = "${COMPLETION-CANDIDATES} (default: focus)")
  private Form form = Form.focus;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description =
          "leave out what was before: a day (UTC), or a time such as 2026-11-01T12:00:00Z")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "leave out what was from then on")
  private @Nullable Instant to;

  @Option(names = "--project", paramLabel = "NAME", description = "runs of this project alone")
  private @Nullable String project;

  @Option(names = "--out", paramLabel = "FILE", description = "default: the output")
  private @Nullable Path out;

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = "tuneplan",
      description = "FOCUS: BillingAccountId (default: tuneplan)")
  private String account = "tuneplan";

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      defaultValue = "tuneplan",
      description = "FOCUS: ProviderName, PublisherName, InvoiceIssuerName (default: tuneplan)")
  private String provider = "tuneplan";

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Window window = window();
    Left left = new Left();
    try (Ledger ledger = Home.ledger()) {
      ExportedRuns runs = ExportedRuns.of(ledger, names);
      write(runs, window, left);
    }
    left.notes().forEach(n -> Main.note(command, n));
    return ExitCode.OK.code;
  }

  private void write(ExportedRuns runs, Window window, Left left) throws IOException {
    try (WholeOutput output = new WholeOutput(command, Optional.ofNullable(out))) {
      try (Exporter exporter = exporter(output.writer(), window)) {
        runs.each(run -> add(exporter, left, run));
      }
      output.done();
    }
  }

  private Window window() {
    if (from != null && to != null && !to.isAfter(from)) {
      throw new InvalidInput(Place.of("--to"), "", "must be after --from (was " + to + ")");
    }
    return new Window(Optional.ofNullable(from), Optional.ofNullable(to));
  }

  private Exporter exporter(Writer writer, Window window) throws IOException {
    if (account.isBlank() || provider.isBlank()) {
      throw new InvalidInput(
          Place.of(account.isBlank() ? "--account" : "--provider"), "", "must not be empty");
    }
    return switch (form) {
      case focus -> new FocusCsv(writer, window, new Payer(account, provider, provider));
      case opencost -> new OpenCostJson(writer, window);
      case csv -> new ChargesCsv(writer, window);
      case markdown -> new RunsMarkdown(writer, window);
    };
  }

  private void add(Exporter exporter, Left left, Reconciliation run) {
    if (project != null && !project.equals(run.labels().getOrDefault(Labels.PROJECT, ""))) {
      return;
    }
    left.see(run);
    try {
      exporter.add(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a reader of the export must know that is not in it. */
  private static final class Left {
    private final List<String> notes = new ArrayList<>();

    void see(Reconciliation run) {
      String name = run.name().isEmpty() ? run.run() : run.name();
      if (!run.cost().unpriced().isEmpty()) {
        notes.add(
            name
                + ": "
                + run.cost().unpriced().size()
                + " pods are unpriced, and no cost of them is exported; 'tuneplan reconcile"
                + " --rates' prices them");
      } else if (!run.cost().completeness().complete()) {
        notes.add(name + ": its cost is not complete yet; what is exported is so far");
      }
    }

    List<String> notes() {
      return notes;
    }
  }
}
