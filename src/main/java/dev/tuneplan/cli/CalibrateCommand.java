package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.benchmark.Format;
import dev.tuneplan.ledger.CalibrationBook;
import dev.tuneplan.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "Learn from reconciled runs, and correct later plans by it.",
      "How fast runs are, what memory they need, and what passes beside training corrects plans and"
          + " estimates of the same trainer, GPU and method, and they say so.",
      "Each time makes a new version."
    },
    footer = {
      "",
      "Examples:",
      "  tuneplan calibrate",
      "  tuneplan calibrate --from measured.csv     # columns of accuracy/measurements.csv",
      "  tuneplan calibrate --from lora--llama-3.2-3B-rank32.json   # of PEFT's method_comparison",
      "  tuneplan calibrate --from trainer_state.json --plan plan.yaml",
      "  tuneplan calibrate --restore 3             # what was learned since is not wanted",
      "",
      "docs/calibrate.md says what is learned, from which runs, and how much one run counts."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "learn from measured runs in a file, too; may be repeated")
  private List<Path> from = List.of();

  @Option(
      names = "--format",
      description =
          "what the files of --from are, whatever is in them: ${COMPLETION-CANDIDATES} (default:"
              + " by what is in them)")
  private @Nullable Format format;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "the saved plan of the run that a trainer_state.json is of")
  private @Nullable Path plan;

  @Option(
      names = "--show",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "N",
      description = "show version N (default: the newest) and make none")
  private @Nullable Integer show;

  @Option(
      names = "--restore",
      paramLabel = "N",
      description = "make a new version that is as version N was, and learn nothing")
  private @Nullable Integer restore;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (restore != null && (show != null || !from.isEmpty())) {
      throw new InvalidInput(Place.of("--restore"), "", "goes without --show and --from");
    }
    CalibrationStore store = Home.calibrations();
    List<MeasuredFile.Taught> taught = show != null ? List.of() : taught();
    CalibrationVersion version = show != null ? shown(store, show) : made(store, taught);
    Main.print(
        command,
        output
            .form()
            .render(
                markdown ->
                    LeftOutText.of(taught, Main.verbose(command))
                        + CalibrationText.of(version, markdown),
                () -> LeftOutText.into(taught, CalibrationText.tree(version))));
    return ExitCode.OK.code;
  }

  private List<MeasuredFile.Taught> taught() throws IOException {
    Problems problems = new Problems();
    List<MeasuredFile.Taught> taught = new ArrayList<>();
    Home home = Home.standard();
    Instant now = Home.clock().instant();
    for (Path file : from) {
      try {
        taught.add(
            new MeasuredFile(
                    file, Optional.ofNullable(format), Optional.ofNullable(plan), home, now)
                .taught());
      } catch (InvalidInput e) {
        e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
      }
    }
    problems.throwIfAny();
    return taught;
  }

  private static CalibrationVersion shown(CalibrationStore store, int number) throws IOException {
    if (number == 0) {
      return store.newest().orElse(CalibrationVersion.none());
    }
    try (Ledger ledger = Home.ledger()) {
      return store.find(number, ledger.calibrations());
    }
  }

  private CalibrationVersion made(CalibrationStore store, List<MeasuredFile.Taught> taught)
      throws IOException {
    Instant now = Home.clock().instant();
    try (Ledger ledger = Home.ledger()) {
      CalibrationBook book = ledger.calibrations();
      if (restore != null) {
        return store.add(store.find(restore, book).madeAt(now), book);
      }
      Gathered all = new Gathered();
      store.newest(book).ifPresent(all::add);
      UnaryOperator<String> stacks = Home.standard().stackIds();
      ledger.each(r -> RunLessons.of(r, stacks).ifPresent(all::add));
      taught.forEach(t -> t.observations().forEach(all::add));
      return store.add(all.version(now), book);
    }
  }
}
