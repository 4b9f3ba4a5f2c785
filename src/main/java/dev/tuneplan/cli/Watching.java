package dev.tuneplan.cli;

import dev.tuneplan.agent.process.TerminalSize;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Follows a run to its end.
 *
 * @param out takes what is printed
 * @param note takes what goes wrong with looking
 * @param form table for people, json for machines
 * @param screen what is drawn on again and again; empty: lines are printed
 */
record Watching(Consumer<String> out, Consumer<String> note, Output form, Optional<Screen> screen) {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  /** GPUs alone are worth a line so often. */
  private static final Duration GPUS = Duration.ofMinutes(1);

  /** The terminal, where there is one. */
  static Optional<Screen> terminal() {
    return Terminal.there()
        ? Optional.of(Screen.terminal(TerminalSize.columns(), System.getenv()))
        : Optional.empty();
  }

  /** A line for each change, for people. */
  static Watching lines(@Nullable CommandSpec command) {
    return of(command, Output.table, Optional.empty());
  }

  /** Prints what a command prints. */
  static Watching of(@Nullable CommandSpec command, Output form, Optional<Screen> screen) {
    return new Watching(t -> Main.print(command, t), t -> Main.note(command, t), form, screen);
  }

  /** Prints until it ends, and looks at the budgets meanwhile. */
  RunView follow(FoundRun run) throws IOException, InterruptedException {
    Following following = run.record();
    if (!following.now().state().live()) {
      // what is over moves no budget
      return follow(following, () -> false);
    }
    List<String> told = new CopyOnWriteArrayList<>();
    Consumer<String> tell =
        sentence -> {
          told.add(sentence);
          note.accept(sentence);
        };
    try (BudgetWatch _ = BudgetWatch.begin(run.watched(following), tell)) {
      return follow(following, () -> false, told);
    }
  }

  /**
   * Prints until it ends.
   *
   * @param run is asked again and again, and closed
   * @param enough whether to go away before
   */
  RunView follow(Following run, BooleanSupplier enough) throws IOException, InterruptedException {
    return follow(run, enough, List.of());
  }

  /**
   * The same.
   *
   * @param told what a screen that is drawn anew would hide
   */
  private RunView follow(Following run, BooleanSupplier enough, List<String> told)
      throws IOException, InterruptedException {
    String before = "";
    Instant gpus = Instant.MIN;
    try (run) {
      while (true) {
        RunView view = RunView.of(run.now());
        run.trouble().ifPresent(note);
        String key = key(view);
        Instant at = view.told().map(Event::at).orElse(Instant.MIN);
        boolean due = view.told().isPresent() && !at.isBefore(gpus.plus(GPUS));
        if (screen.isPresent()) {
          String rows = told.stream().map(t -> t + "\n").collect(Collectors.joining());
          out.accept(HOME_AND_CLEAR + RunText.screen(view, screen.get()) + rows);
        } else if (due || !key.equals(before)) {
          out.accept(text(view, due) + "\n");
          gpus = due ? at : gpus;
        }
        before = key;
        if (!view.state().live() || enough.getAsBoolean()) {
          return view;
        }
        Thread.sleep(LOOK);
      }
    }
  }

  /** What must change for a new line. */
  private static String key(RunView view) {
    return view.stateWord()
        + " "
        + view.step()
        + " "
        + view.attempts().size()
        + " "
        + view.status().why().orElse("")
        + " "
        + view.warning().orElse("");
  }

  private String text(RunView view, boolean gpus) {
    return form == Output.json
        ? JsonText.of(Output.plain(view.tree()))
        : gpus ? RunText.lineWithGpus(view) : RunText.line(view);
  }
}
