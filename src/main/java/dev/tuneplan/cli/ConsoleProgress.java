package dev.tuneplan.cli;

import dev.tuneplan.tokens.Progress;
import java.io.Console;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error, when that is a terminal and work takes longer than a moment. */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long MOMENT_NANOS = 500_000_000L;
  private static final int WIDTH = 100;

  private final String unit;
  private final long size;
  private final boolean shows;
  private final long start = System.nanoTime();
  private @Nullable ProgressBar bar;
  private String task = "";

  private ConsoleProgress(String unit, long size) {
    this.unit = unit;
    this.size = size;
    Console console = System.console();
    shows = console != null && console.isTerminal();
  }

  /** Of bytes, shown as MiB. */
  static ConsoleProgress ofBytes() {
    return new ConsoleProgress(" MiB", 1 << 20);
  }

  /** Of whole things. */
  static ConsoleProgress ofPieces() {
    return new ConsoleProgress("", 1);
  }

  @Override
  public void at(String task, long done, long total) {
    if (!shows || System.nanoTime() - start < MOMENT_NANOS) {
      return;
    }
    if (bar == null || !task.equals(this.task)) {
      close();
      this.task = task;
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUnit(unit, size)
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
