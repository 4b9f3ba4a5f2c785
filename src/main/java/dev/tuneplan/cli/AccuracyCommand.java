package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "accuracy",
    description = "Score the planner, and other tools' formulas, on measured runs.",
    mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
  private static final List<String> NEEDED = List.of("id", "method", "model_id", "gpu_id", "stack");

  @Option(
      names = "--measurements",
      required = true,
      paramLabel = "FILE",
      description = "CSV with the columns of accuracy/measurements.csv")
  private Path file = Path.of("");

  @Option(names = "--per-row", description = "print every row too, and what it was taken to mean")
  private boolean perRow;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(Place.of(file.toString()), "", "no such file");
    }
    Home home = Home.standard();
    List<Row> rows = rows(new Scorer(home.models(), home.gpus(), home.stacks()));
    Main.print(
        command,
        output.render(m -> AccuracyText.of(rows, perRow, m), () -> AccuracyTree.of(rows, perRow)));
    return ExitCode.OK.code;
  }

  private List<Row> rows(Scorer scorer) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord r : csv) {
        if (rows.isEmpty()) {
          columns(r);
        }
        rows.add(scorer.score(c -> r.findField(c).orElse("")));
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is no CSV that can be read: " + e.getMessage());
    }
    return rows;
  }

  private void columns(NamedCsvRecord first) {
    List<String> missing = NEEDED.stream().filter(c -> !first.getHeader().contains(c)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInput(
          new Place(file.toString(), 1, 1),
          "header",
          "lacks "
              + String.join(", ", missing)
              + "; the columns are those of"
              + " accuracy/measurements.csv");
    }
  }
}
