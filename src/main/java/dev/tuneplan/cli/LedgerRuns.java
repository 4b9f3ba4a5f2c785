package dev.tuneplan.cli;

import dev.tuneplan.base.Cents;
import dev.tuneplan.base.Money;
import dev.tuneplan.ledger.BookedRun;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the runs that were reconciled, the newest first.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class LedgerRuns implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    List<BookedRun> runs;
    try (Ledger ledger = Home.ledger()) {
      runs = ledger.runs();
    }
    Main.print(
        command,
        output
            .form()
            .render(
                markdown -> text(runs, markdown),
                () -> Tree.of("runs", runs.stream().map(LedgerRuns::tree).toList())));
    return ExitCode.OK.code;
  }

  private static String text(List<BookedRun> runs, boolean markdown) {
    if (runs.isEmpty()) {
      return "no run was reconciled yet; 'tuneplan reconcile RUN' does that\n";
    }
    Table table =
        new Table(
            "run", "name", "project", "owner", "began", "planned", "cost", "currency", "evidence");
    runs.forEach(r ->
        table.row(
            r.id(),
            r.name(),
            r.project(),
            r.owner(),
            r.created().toString().substring(0, 16),
            r.planned().map(LedgerRuns::cents).orElse("-"),
            r.total().map(LedgerRuns::cents).orElse("unpriced"),
            r.currency(),
            r.evidence()));
    return markdown ? table.markdown() : table.text();
  }

  private static String cents(Money money) {
    return Cents.of(money).toPlainString();
  }

  private static Map<String, Object> tree(BookedRun r) {
    return Tree.of(
        "run", r.id(),
        "name", r.name(),
        "project", r.project(),
        "owner", r.owner(),
        "began", r.created().toString(),
        "ended", r.ended().<Object>map(Object::toString).orElse(Output.None.NONE),
        "currency", r.currency(),
        "planned", money(r.planned()),
        "cost", r.total().<Object>map(Money::toString).orElse("unpriced"),
        "evidence", r.evidence(),
        "reconciliations", r.reconciliations());
  }

  private static Object money(Optional<Money> money) {
    return money.<Object>map(Money::toString).orElse(Output.None.NONE);
  }
}
