package dev.tuneplan.cli;

import dev.tuneplan.files.JsonText;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Follows a run to its end.
 *
 * @param out takes what is printed
 * @param note takes what goes wrong with looking
 * @param form table for people, json for machines
 * @param screen whether one screen is drawn again and again
 */
record Watching(Consumer<String> out, Consumer<String> note, Output form, boolean screen) {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  static boolean terminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** A line for each change, for people. */
  static Watching lines(@Nullable CommandSpec command) {
    return of(command, Output.table, false);
  }

  /** Prints what a command prints. */
  static Watching of(@Nullable CommandSpec command, Output form, boolean screen) {
    return new Watching(t -> Main.print(command, t), t -> Main.note(command, t), form, screen);
  }

  /**
   * Prints until it ends.
   *
   * @param run is asked again and again, and closed
   * @param enough whether to go away before
   */
  RunView follow(Following run, BooleanSupplier enough) throws IOException, InterruptedException {
    String before = "";
    try (run) {
      while (true) {
        RunView view = RunView.of(run.now());
        run.trouble().ifPresent(note);
        String key = key(view);
        if (screen) {
          out.accept(HOME_AND_CLEAR + RunText.screen(view));
        } else if (!key.equals(before)) {
          out.accept(text(view) + "\n");
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

  private String text(RunView view) {
    return form == Output.json ? JsonText.of(Output.plain(view.tree())) : RunText.line(view);
  }
}
