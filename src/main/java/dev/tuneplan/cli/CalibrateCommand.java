package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    description = {
      "Learn from reconciled runs how fast runs are: later plans and estimates of the same"
          + " trainer,",
      "GPU and method are corrected by it, and say so. Each time makes a new version."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan calibrate",
      "  tuneplan calibrate --from measured.csv     # columns of accuracy/measurements.csv",
      "",
      "docs/calibrate.md says what is learned, from which runs, and how much one run counts."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "learn from measured runs in a CSV, too")
  private @Nullable Path from;

  @Option(names = "--show", description = "show the newest version and make none")
  private boolean show;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    CalibrationStore store = Home.calibrations();
    CalibrationStore.Version version =
        show ? store.newest().orElse(CalibrationStore.Version.none()) : made(store);
    Main.print(
        command,
        output
            .form()
            .render(
                markdown -> CalibrationText.of(version, markdown),
                () -> CalibrationText.tree(version)));
    return ExitCode.OK.code;
  }

  private CalibrationStore.Version made(CalibrationStore store) throws IOException {
    Gathered all = new Gathered();
    store.newest().ifPresent(all::add);
    UnaryOperator<String> stacks = Home.standard().stackIds();
    try (Ledger ledger = Home.ledger()) {
      ledger.each(r -> RunLessons.of(r, stacks).ifPresent(all::add));
    }
    if (from != null) {
      measured(from).forEach(all::add);
    }
    return store.add(all.version(Home.clock().instant()));
  }

  private static List<Observation> measured(Path file) throws IOException {
    Home home = Home.standard();
    Instant now = Home.clock().instant();
    Scorer scorer = new Scorer(home.models(), home.gpus(), home.stacks());
    List<Row> rows = AccuracyCommand.rows(file, scorer);
    return rows.stream().flatMap(r -> RowLessons.of(r, now).stream()).toList();
  }
}
