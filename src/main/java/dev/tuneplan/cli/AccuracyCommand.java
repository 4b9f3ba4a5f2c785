package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.accuracy.Agreement;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
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
    description = "Score the planner, and other tools' formulas, on measured runs.",
    mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
  private static final String MEASUREMENTS = "accuracy/measurements.csv";
  private static final String TRACES = "accuracy/traces.csv";
  private static final List<String> NEEDED = List.of("id", "method", "model_id", "gpu_id", "stack");
  private static final List<String> TRACED =
      List.of("id", "model", "method", "parallelism", "peak_bytes", "flops", "bytes", "operators");

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** What is compared with. */
  static final class Source {
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
      description = "print every measured row too, and what it was taken to mean")
  private boolean perRow;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Home home = Home.standard();
    if (source.traces != null) {
      List<Agreement> steps = agreements(source.traces, home);
      Main.print(
          command, output.render(m -> AgreementTree.text(steps, m), () -> AgreementTree.of(steps)));
    } else if (source.measurements != null) {
      Scorer scorer = new Scorer(home.models(), home.gpus(), home.stacks());
      List<Row> rows = each(source.measurements, NEEDED, MEASUREMENTS, scorer::score);
      Main.print(
          command,
          output.render(
              m -> AccuracyText.of(rows, perRow, m), () -> AccuracyTree.of(rows, perRow)));
    }
    return ExitCode.OK.code;
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
