package dev.tuneplan.cli;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows a run to its end.
 *
 * @param out takes what is printed
 * @param form table for people, json for machines
 * @param screen whether one screen is drawn again and again
 */
record Watching(Runs runs, Consumer<String> out, Output form, boolean screen) {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  static boolean terminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Prints until it ends.
   *
   * @param enough whether to go away before
   */
  RunView follow(RunRecord run, BooleanSupplier enough) throws IOException, InterruptedException {
    String before = "";
    while (true) {
      RunView view = RunView.of(runs, run);
      String key = view.stateWord() + " " + view.step() + " " + view.attempts().size();
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

  private String text(RunView view) {
    return form == Output.json ? JsonText.of(Output.plain(view.tree())) : RunText.line(view);
  }
}
