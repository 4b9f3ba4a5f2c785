package dev.tuneplan.cli;

import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.calibrate.Calibration;
import dev.tuneplan.calibrate.Correction;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Outliers;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
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
  /** Without any run an estimate's spread is about that of all measured ones. */
  private static final double SPREAD = 0.13;

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
        show
            ? store
                .newest()
                .orElse(new CalibrationStore.Version(0, Instant.EPOCH, List.of(), List.of()))
            : made(store);
    Main.print(
        command, output.form().render(markdown -> text(version, markdown), () -> tree(version)));
    return ExitCode.OK.code;
  }

  /** The newest of what is known of each run counts. */
  private CalibrationStore.Version made(CalibrationStore store) throws IOException {
    Map<String, Observation> all = new LinkedHashMap<>();
    store
        .newest()
        .ifPresent(v -> {
          v.learned().forEach(o -> all.put(o.id(), o));
          v.excluded().forEach(e -> all.put(e.observation().id(), e.observation()));
        });
    try (Ledger ledger = Home.ledger()) {
      ledger.each(r -> RunObservation.of(r).ifPresent(o -> all.put(o.id(), o)));
    }
    if (from != null) {
      measured(from).forEach(o -> all.put(o.id(), o));
    }
    Map<Observation, String> outliers = Outliers.of(List.copyOf(all.values()));
    List<Observation> learned =
        all.values().stream().filter(o -> !outliers.containsKey(o)).toList();
    List<CalibrationStore.Excluded> excluded = new ArrayList<>();
    outliers.forEach((o, why) -> excluded.add(new CalibrationStore.Excluded(o, why)));
    return store.add(Instant.now(), learned, excluded);
  }

  private static List<Observation> measured(Path file) throws IOException {
    Home home = Home.standard();
    Instant now = Instant.now();
    Scorer scorer = new Scorer(home.models(), home.gpus(), home.stacks());
    List<Row> rows = AccuracyCommand.rows(file, scorer);
    return rows.stream().flatMap(r -> LearningTable.speed(r, now).stream()).toList();
  }

  /** One line for each trainer, GPU and method. */
  private record Line(Observation like, Correction correction) {}

  private static List<Line> lines(CalibrationStore.Version v) {
    Calibration calibration = Calibration.of(v.learned(), v.made());
    Map<String, Line> lines = new java.util.TreeMap<>();
    for (Observation o : v.learned()) {
      String group = o.key().stack() + " " + o.key().gpu() + " " + o.key().method();
      lines.computeIfAbsent(group, g -> new Line(o, calibration.of(o.quantity(), o.key(), SPREAD)));
    }
    return List.copyOf(lines.values());
  }

  private static String text(CalibrationStore.Version v, boolean markdown) {
    if (v.learned().isEmpty()) {
      return "nothing was learned yet: 'tuneplan reconcile RUN' of runs that have a plan teaches\n";
    }
    Table table = new Table("stack", "gpu", "method", "runs", "speed", "P10-P90");
    for (Line l : lines(v)) {
      table.row(
          l.like.key().stack(),
          l.like.key().gpu(),
          l.like.key().method(),
          Integer.toString(l.correction.runs()),
          Text.of("x%.2f", l.correction.factor()),
          Text.of("x%.2f - x%.2f", l.correction.of(1).p10(), l.correction.of(1).p90()));
    }
    StringBuilder out = new StringBuilder(markdown ? table.markdown() : table.text());
    out.append(
        Text.of(
            "version %d: %d runs, %d left out%n",
            v.number(), v.learned().size(), v.excluded().size()));
    v.excluded()
        .forEach(e ->
            out.append("  left out: ")
                .append(e.observation().id())
                .append(", ")
                .append(e.why())
                .append('\n'));
    return out.toString();
  }

  private static Map<String, Object> tree(CalibrationStore.Version v) {
    return Tree.of(
        "version", v.number(),
        "runs", v.learned().size(),
        "groups",
            lines(v).stream()
                .map(l ->
                    Tree.of(
                        "stack", l.like.key().stack(),
                        "gpu", l.like.key().gpu(),
                        "method", l.like.key().method(),
                        "runs", l.correction.runs(),
                        "speedFactor", l.correction.factor(),
                        "logSd", l.correction.logSd()))
                .toList(),
        "excluded",
            v.excluded().stream()
                .map(e -> Tree.of("id", e.observation().id(), "why", e.why()))
                .toList());
  }
}
