package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.accuracy.Row;
import dev.tuneplan.accuracy.Scorer;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.benchmark.FineTuningBench;
import dev.tuneplan.benchmark.Format;
import dev.tuneplan.benchmark.LeftOut;
import dev.tuneplan.benchmark.Measurement;
import dev.tuneplan.benchmark.PeftResult;
import dev.tuneplan.benchmark.Results;
import dev.tuneplan.benchmark.TrainerState;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.reconcile.PlanFile;
import dev.tuneplan.reconcile.Planned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file with measured runs.
 *
 * @param format what it is, whatever is in it; empty: by what is in it
 * @param plan a saved plan of the run that a trainer_state.json is of
 * @param now when runs were made whose files do not say it
 */
record MeasuredFile(
    Path file, Optional<Format> format, Optional<Path> plan, Home home, Instant now) {

  /**
   * What it taught.
   *
   * @param runs how many runs it has that teach something
   */
  record Taught(long runs, List<Observation> observations, List<LeftOut> leftOut) {}

  Taught taught() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(Place.of(file.toString()), "", "no such file");
    }
    boolean json =
        format
            .map(f -> f == Format.PEFT || f == Format.TRAINER_STATE)
            .orElse(file.toString().toLowerCase(Locale.ROOT).endsWith(".json"));
    return json ? json() : csv();
  }

  private Taught json() {
    Node root = YamlFiles.read(file);
    Format found =
        format.or(() -> Format.of(root)).orElseThrow(() -> Format.unknown(file.toString()));
    return found == Format.TRAINER_STATE ? state(root) : scored(PeftResult.read(root));
  }

  private Taught csv() throws IOException {
    Results results = new Results(List.of(), List.of());
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<Measurement> runs = new ArrayList<>();
      List<LeftOut> leftOut = new ArrayList<>();
      Optional<Format> known = format;
      FineTuningBench bench = new FineTuningBench(new BenchNames(home).names());
      for (NamedCsvRecord r : csv) {
        Set<String> header = new HashSet<>(r.getHeader());
        known = known.or(() -> Format.of(header));
        Format is = known.orElseThrow(() -> Format.unknown(file.toString()));
        require(is, header);
        Place place = new Place(file.toString(), (int) r.getStartingLineNumber(), 1);
        if (is == Format.FINETUNINGBENCH) {
          Results one = bench.read(place, c -> r.findField(c).orElse(""));
          runs.addAll(one.runs());
          leftOut.addAll(one.leftOut());
        } else {
          runs.add(
              new Measurement(
                  place, r.findField("id").orElse(""), r.getFieldsAsMap(), Optional.empty()));
        }
      }
      results = new Results(runs, leftOut);
    } catch (CsvParseException | UncheckedIOException e) {
      throw new InvalidInput(
          Place.of(file.toString()), "", "is no CSV that can be read: " + e.getMessage());
    }
    return scored(results);
  }

  private void require(Format is, Set<String> header) {
    List<String> needed =
        is == Format.FINETUNINGBENCH ? FineTuningBench.COLUMNS : AccuracyCommand.NEEDED;
    List<String> missing = needed.stream().filter(c -> !header.contains(c)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInput(
          new Place(file.toString(), 1, 1),
          "header",
          "lacks " + String.join(", ", missing) + "; it is read as " + is.word());
    }
  }

  /** Each run beside what the model says of it without any correction. */
  private Taught scored(Results results) {
    Scorer scorer = new Scorer(home.models(), home.gpus(), home.stacks());
    List<Observation> observations = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>(results.leftOut());
    long runs = 0;
    for (Measurement m : results.runs()) {
      Row row = scorer.score(m::field);
      List<Observation> taught = RowLessons.of(row, m.made().orElse(now));
      observations.addAll(taught);
      runs += taught.isEmpty() ? 0 : 1;
      if (taught.isEmpty()) {
        leftOut.add(
            new LeftOut(
                m.place(),
                m.id(),
                row.scored()
                    ? "its GPU is not clear, or nothing of use was measured"
                    : row.reason()));
      }
    }
    return new Taught(runs, observations, leftOut);
  }

  private Taught state(Node root) {
    TrainerState state = TrainerState.read(root);
    Path saved =
        plan.orElseThrow(() ->
            new InvalidInput(
                Place.of(file.toString()),
                "",
                "says how long steps took, and neither model nor GPU nor batch: name the plan of"
                    + " this run with --plan FILE ('tuneplan plan SPEC --save FILE' or 'tuneplan"
                    + " plan --from TRAINER_CONFIG --save FILE' makes one)"));
    Object tree = Leaves.plain(YamlFiles.read(saved));
    Planned planned =
        PlanFile.of(tree)
            .orElseThrow(() ->
                new InvalidInput(
                    Place.of(saved.toString()),
                    "",
                    "is no saved plan with a recommendation; 'tuneplan plan SPEC --save FILE'"
                        + " writes one"));
    return new Taught(
        1, List.of(new StateLesson(planned, state).speed(saved, file, now)), List.of());
  }
}
