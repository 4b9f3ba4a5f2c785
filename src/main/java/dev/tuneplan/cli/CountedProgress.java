package dev.tuneplan.cli;

import java.io.Console;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar of things that are done, when standard error is a terminal and it takes a moment. */
final class CountedProgress implements AutoCloseable {
  private static final long MOMENT_NANOS = 500_000_000L;
  private static final int WIDTH = 100;

  private final String what;
  private final boolean shows;
  private final long start = System.nanoTime();
  private @Nullable ProgressBar bar;

  /** Of things of a name. */
  CountedProgress(String what) {
    this.what = what;
    Console console = System.console();
    shows = console != null && console.isTerminal();
  }

  void at(int done, int all) {
    if (!shows || System.nanoTime() - start < MOMENT_NANOS) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(all)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
              .clearDisplayOnFinish()
              .build();
    }
    bar.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
