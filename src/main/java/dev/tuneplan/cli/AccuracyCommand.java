package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.accuracy.Agreement;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Range;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "accuracy",
    description = {
      "Score plans on runs.",
      "With --ledger: what plans said of your own runs beside what these came to, over time, by"
          + " trainer, GPU and method, and before and after earlier runs corrected them.",
      "With --measurements: the planner, and other tools' formulas, on measured runs."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan accuracy --ledger",
      "  tuneplan accuracy --ledger --per-row -o json",
      "  tuneplan accuracy --measurements accuracy/measurements.csv",
      "",
      "docs/calibrate.md says which runs of the ledger count, and for what."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
  private static final String MEASUREMENTS = "accuracy/measurements.csv";
  private static final String TRACES = "accuracy/traces.csv";
  static final List<String> NEEDED = List.of("id", "method", "model_id", "gpu_id", "stack");
  private static final List<String> LEFT_OUT = List.of("id", "what", "predicted", "p10", "p90");
  private static final List<String> TRACED =
      List.of("id", "model", "method", "parallelism", "peak_bytes", "flops", "bytes", "operators");

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** What is compared with. */
  static final class Source {
    @Option(
        names = "--ledger",
        description = "the runs of the ledger: how right their plans were (tuneplan reconcile)")
    private boolean ledger;

    @Option(
        names = "--measurements",
        paramLabel = "FILE",
        description = "CSV with the columns of accuracy/measurements.csv")
    private @Nullable Path measurements;

    @Option(
        names = "--traces",
        paramLabel = "FILE",
        description = "CSV with the columns of accuracy/traces.csv: the core beside traced steps")
    private @Nullable Path traces;
  }

  @Option(
      names = "--per-row",
      description = "print every row or run, too, and what a row was taken to mean")
  private boolean perRow;

  @Option(
      names = "--learning",
      description =
          "with --measurements, print instead how much 0, 1, 3 and 10 known runs of a stack, GPU"
              + " and method help to predict its others")
  private boolean learning;

  @Option(
      names = "--left-out",
      paramLabel = "FILE",
      description =
          "with --learning, predictions that nothing of a row's source was fitted on: columns id,"
              + " what, predicted, p10, p90")
  private @Nullable Path leftOut;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Home home = Home.standard();
    if (learning && source.measurements == null) {
      throw new InvalidInput(Place.of("--learning"), "", "needs --measurements");
    }
    if (source.ledger) {
      RunOutcomes runs = new RunOutcomes(home.stackIds());
      try (Ledger ledger = Home.ledger()) {
        ledger.each(runs::add);
      }
      OutcomesText text = new OutcomesText(runs, perRow);
      Main.print(command, output.render(text::text, text::tree));
    } else if (source.traces != null) {
      List<Agreement> steps = agreements(source.traces, home);
      Main.print(
          command, output.render(m -> AgreementTree.text(steps, m), () -> AgreementTree.of(steps)));
    } else if (source.measurements != null) {
      List<Row> rows =
          rows(source.measurements, new Scorer(home.models(), home.gpus(), home.stacks()));
      if (learning) {
        Map<String, Range> other = leftOut == null ? Map.of() : ranges(leftOut);
        Main.print(
            command,
            output.render(
                m -> LearningTable.text(rows, other, m), () -> LearningTable.tree(rows, other)));
        return ExitCode.OK.code;
      }
      Main.print(
          command,
          output.render(
              m -> AccuracyText.of(rows, perRow, m), () -> AccuracyTree.of(rows, perRow)));
    }
    return ExitCode.OK.code;
  }

  /** Scores every row of a file. */
  static List<Row> rows(Path file, Scorer scorer) throws IOException {
    return each(file, NEEDED, MEASUREMENTS, scorer::score);
  }

  private static Map<String, Range> ranges(Path file) throws IOException {
    Map<String, Range> ranges = new HashMap<>();
    each(
        file,
        LEFT_OUT,
        "accuracy/loso.csv",
        f ->
            ranges.put(
                f.apply("id") + " " + f.apply("what"),
                new Range(
                    number(file, f, "p10"), number(file, f, "predicted"), number(file, f, "p90"))));
    return ranges;
  }

  private static double number(Path file, UnaryOperator<String> f, String column) {
    try {
      return Double.parseDouble(f.apply(column));
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          Place.of(file.toString()), column, "must be a number (row " + f.apply("id") + ")");
    }
  }

  private static List<Agreement> agreements(Path file, Home home) throws IOException {
    ModelCatalogue catalogue = home.models();
    Map<String, ModelShape> shapes = new HashMap<>();
    return each(
        file,
        TRACED,
        TRACES,
        f -> {
          Place place = Place.of("row " + f.apply("id"));
          try {
            return Agreement.of(
                f,
                name ->
                    shapes.computeIfAbsent(
                        name, n -> catalogue.find(home.tracedModel(n).orElse(n), place)));
          } catch (IllegalArgumentException e) {
            throw new InvalidInput(place, "", "cannot be played: " + e.getMessage());
          }
        });
  }

  private static <T> List<T> each(
      Path file, List<String> needed, String like, Function<UnaryOperator<String>, T> read)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(Place.of(file.toString()), "", "no such file");
    }
    List<T> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord r : csv) {
        if (rows.isEmpty()) {
          columns(file, needed, like, r);
        }
        rows.add(read.apply(c -> r.findField(c).orElse("")));
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is no CSV that can be read: " + e.getMessage());
    }
    return rows;
  }

  private static void columns(Path file, List<String> needed, String like, NamedCsvRecord first) {
    List<String> missing = needed.stream().filter(c -> !first.getHeader().contains(c)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInput(
          new Place(file.toString(), 1, 1),
          "header",
          "lacks " + String.join(", ", missing) + "; the columns are those of " + like);
    }
  }
}
