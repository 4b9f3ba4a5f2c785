package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.ledger.LedgerFault;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.reconcile.show.PageForm;
import dev.tuneplan.reconcile.show.TextForm;
import dev.tuneplan.reconcile.show.TreeForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "reconcile",
    description = "Say what a run cost, what for, and why it cost something else than planned.",
    footer = {
      "",
      "Examples:",
      "  tuneplan reconcile support-bot",
      "  tuneplan reconcile support-bot --rates rates.yaml --html cost.html",
      "  tuneplan reconcile 7f3a -n ml        # in a cluster",
      "  tuneplan reconcile recording/ --method shapley -o json",
      "  tuneplan reconcile --all",
      "",
      "A cost that is complete is noted in the ledger (tuneplan ledger).",
      "docs/cost.md says what is billed, how rates are written and what a recording is."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
  /** The words of {@code --method}. */
  enum MethodWord {
    fixed,
    shapley;

    Bridge.Method method() {
      return this == fixed ? Bridge.Method.FIXED : Bridge.Method.SHAPLEY;
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "a run of this machine or of a cluster by its id, the beginning of it, or its name; or a"
              + " recording: a folder, or a file of what kubectl saw (default: says what could be"
              + " reconciled)")
  private @Nullable String name;

  @Option(
      names = "--all",
      description = "every run that is known, and note what is new or has changed")
  private boolean all;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "the saved plan to compare with (default: the run's own)")
  private @Nullable Path plan;

  @Option(
      names = "--rates",
      paramLabel = "FILE",
      description = "what machines cost (default: the price lists, then the plan's offer)")
  private @Nullable Path rates;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "which run, when a recording has several")
  private @Nullable String run;

  @Option(
      names = "--method",
      defaultValue = "fixed",
      description = "how effects are told apart: ${COMPLETION-CANDIDATES} (default: fixed)")
  private MethodWord method = MethodWord.fixed;

  @Option(names = "--no-keep", description = "do not note it in the ledger")
  private boolean forget;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with charts, too")
  private @Nullable Path html;

  @Option(names = "--svg", paramLabel = "FILE", description = "write the waterfall, too")
  private @Nullable Path svg;

  @Mixin private RunPlaces places = new RunPlaces();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (name == null || all) {
      return every();
    }
    ReconcileSource source =
        new ReconcileFinding(places, t -> Main.note(command, t))
            .find(name, Optional.ofNullable(run))
            .with(Optional.ofNullable(plan), Optional.ofNullable(rates));
    Reconciliation computed = source.reconciled(Home.standard());
    boolean kept =
        !forget && computed.cost().completeness().complete() && !computed.run().isEmpty();
    if (!kept) {
      show(computed);
      return ExitCode.OK.code;
    }
    try (Ledger ledger = opened(computed)) {
      Reconciliation r = ReconcileAll.paid(computed, ledger.paid());
      show(r);
      ledger.book(r, source.owner(), Instant.now());
      tell(ledger);
    }
    return ExitCode.OK.code;
  }

  /** Says what booking has changed for budgets. */
  private void tell(Ledger ledger) throws IOException, InterruptedException {
    if (!ledger.budgets().budgets().isEmpty()) {
      AlertTelling.of(ledger.budgets(), command).all(new Budgets(ledger, Instant.now()));
    }
  }

  /** A ledger that cannot be used is no reason not to tell the cost. */
  private Ledger opened(Reconciliation computed) throws IOException {
    try {
      return Home.ledger();
    } catch (LedgerFault e) {
      show(computed);
      throw e;
    }
  }

  private void show(Reconciliation r) throws IOException {
    Bridge.Method by = method.method();
    if (html != null) {
      Files.writeString(html, PageForm.html(r, by));
    }
    if (svg != null) {
      Files.writeString(svg, waterfall(r, by));
    }
    Main.print(
        command,
        output
            .form()
            .render(
                markdown -> markdown ? TextForm.markdown(r, by) : TextForm.text(r, by),
                () -> TreeForm.of(r)));
  }

  private int every() throws IOException, InterruptedException {
    if (name != null) {
      throw new InvalidInput(Place.of("--all"), "", "takes no RUN (was '" + name + "')");
    }
    if (plan != null || run != null || html != null || svg != null) {
      throw new InvalidInput(Place.of("RUN"), "", "is needed with --plan, --run, --html and --svg");
    }
    try (Ledger ledger = Home.ledger();
        ConsoleProgress progress = ConsoleProgress.ofPieces()) {
      ReconcileAll work =
          new ReconcileAll(
              Home.standard(), ledger, ledger.paid(), Optional.ofNullable(rates), all && !forget);
      ReconciledText text =
          new ReconciledText(work.run((done, of) -> progress.at("runs", done, of)), all);
      progress.close();
      Main.print(command, output.form().render(text::text, text::tree));
      if (all && !forget) {
        tell(ledger);
      }
      return text.failed() ? ExitCode.FAILED.code : ExitCode.OK.code;
    }
  }

  private static String waterfall(Reconciliation r, Bridge.Method by) {
    return PageForm.svg(r, by)
        .orElseThrow(() ->
            new InvalidInput(
                Place.of("--svg"), "", "there is no waterfall: " + r.withoutBridge().orElse("")));
  }
}
