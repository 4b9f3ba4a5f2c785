package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.accuracy.Score;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.accuracy.Summary;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "accuracy",
    description = "Score the planner on measured runs.",
    mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
  @Option(names = "--measurements", required = true, paramLabel = "FILE", description = "CSV with the columns of accuracy/measurements.csv")
  private Path file = Path.of("");

  @Option(names = "--per-row", description = "print every row too")
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
    Scorer scorer = new Scorer(home.models(), home.gpus(), home.stacks());
    List<Score.Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord r : csv) {
        rows.add(scorer.score(c -> r.findField(c).orElse("")));
      }
    }
    Main.print(command, output.render(m -> text(rows, m), () -> tree(rows)));
    return ExitCode.OK.code;
  }

  private String text(List<Score.Row> rows, boolean markdown) {
    Table t = new Table("group", "what", "n", "median %", "p90 %", "bias %", "inside P10-P90 %");
    group(t, "all", rows, r -> true);
    for (String m : List.of("full", "lora", "qlora")) {
      group(t, m, rows, r -> r.method().equals(m));
    }
    rows.stream().map(Score.Row::stack).distinct().sorted().forEach(s -> group(t, "stack " + s, rows, r -> r.stack().equals(s)));
    rows.stream().map(Score.Row::gpu).distinct().sorted().forEach(g -> group(t, "gpu " + g, rows, r -> r.gpu().equals(g)));
    StringBuilder out = new StringBuilder(markdown ? t.markdown() : t.text());
    long scored = rows.stream().filter(Score.Row::scored).count();
    out.append(Text.of("%n%d of %d rows scored%n", scored, rows.size()));
    Table reasons = new Table("rows", "not scored because");
    rows.stream()
        .filter(r -> !r.scored())
        .map(r -> r.reason().replaceFirst("^row \\S+ ", ""))
        .collect(java.util.stream.Collectors.groupingBy(s -> s, java.util.TreeMap::new, java.util.stream.Collectors.counting()))
        .forEach((why, n) -> reasons.row("" + n, why));
    out.append(markdown ? reasons.markdown() : reasons.text());
    if (perRow) {
      Table each = new Table("id", "memory GiB", "actual", "error %", "tok/s/GPU", "measured", "off %");
      rows.stream().filter(Score.Row::scored).forEach(r -> each.row(r.id(), cell(r.memory(), Score::predicted), cell(r.memory(), Score::actual), cell(r.memory(), Score::errorPct), cell(r.speed(), Score::predicted), cell(r.speed(), Score::actual), cell(r.speed(), Score::errorPct)));
      out.append('\n').append(markdown ? each.markdown() : each.text());
    }
    return out.toString();
  }

  private static String cell(Optional<Score> score, Function<Score, Double> value) {
    return score.map(s -> Text.of("%.1f", value.apply(s))).orElse("");
  }

  private static void group(Table t, String name, List<Score.Row> rows, Predicate<Score.Row> in) {
    line(t, name, "memory", Summary.of(rows.stream().filter(in).flatMap(r -> r.memory().stream()).toList()));
    line(t, name, "speed", Summary.of(rows.stream().filter(in).flatMap(r -> r.speed().stream()).toList()));
  }

  private static void line(Table t, String name, String what, Summary s) {
    if (s.n() > 0) {
      t.row(name, what, "" + s.n(), Text.of("%.1f", s.medianErrorPct()), Text.of("%.1f", s.p90ErrorPct()), Text.of("%.1f", s.biasPct()), Text.of("%.0f", s.coveragePct()));
    }
  }

  private static Map<String, Object> tree(List<Score.Row> rows) {
    return Tree.of(
        "rows",
        rows.stream()
            .map(
                r ->
                    Tree.of(
                        "id", r.id(), "scored", r.scored(), "reason", r.reason(),
                        "memory", r.memory().<Object>map(s -> Tree.of("predictedGiB", s.predicted(), "p10", s.p10(), "p90", s.p90(), "actualGiB", s.actual(), "errorPct", s.errorPct())).orElse(Output.None.NONE),
                        "speed", r.speed().<Object>map(s -> Tree.of("predictedTokensPerSecondPerGpu", s.predicted(), "p10", s.p10(), "p90", s.p90(), "actual", s.actual(), "errorPct", s.errorPct())).orElse(Output.None.NONE),
                        "wall", Output.None.NONE))
            .toList(),
        "summary",
        Tree.of(
            "memory", summary(rows.stream().flatMap(r -> r.memory().stream()).toList()),
            "speed", summary(rows.stream().flatMap(r -> r.speed().stream()).toList())));
  }

  private static Map<String, Object> summary(List<Score> scores) {
    Summary s = Summary.of(scores);
    return Tree.of("n", s.n(), "medianErrorPct", s.medianErrorPct(), "p90ErrorPct", s.p90ErrorPct(), "biasPct", s.biasPct(), "coveragePct", s.coveragePct());
  }
}
