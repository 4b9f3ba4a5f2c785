package dev.tuneplan.agent.segment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Writes lines into segments on a thread of its own, so that a disk that is slow or hangs holds up
 * nobody who adds some. What comes together is forced to the disk together.
 */
public final class Recorder {
  private static final long STACK_BYTES = 256 << 10;
  private static final long TOGETHER_MILLIS = 200;

  /** Lines that never stop coming are forced, too. */
  private static final int MOST_TOGETHER = 100;

  private static final long AGAIN_MILLIS = 5000;

  private final SegmentWriter writer;
  private final Consumer<String> say;
  private final BlockingQueue<Optional<Map<String, Object>>> lines;
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();
  private long overflowed;
  private boolean warned;

  /**
   * What became of the lines.
   *
   * @param lines that were written
   * @param lost that were not, for want of a disk
   * @param checksum of those that were written
   * @param whole whether all that was written survives a crash of the machine
   */
  public record Ended(long lines, long lost, String checksum, boolean whole) {}

  private Recorder(SegmentWriter writer, int most, Consumer<String> say) {
    this.writer = writer;
    this.say = say;
    this.lines = new LinkedBlockingQueue<>(most);
  }

  /**
   * Begins.
   *
   * @param most lines that may wait while a disk hangs
   * @param say takes a sentence for people, once when the disk fails
   */
  public static Recorder start(SegmentWriter writer, int most, Consumer<String> say) {
    Recorder recorder = new Recorder(writer, most, say);
    Thread.ofPlatform().daemon().name("samples").stackSize(STACK_BYTES).start(recorder::run);
    return recorder;
  }

  /** Adds a line, without waiting for anything. Called from one thread. */
  public void add(Map<String, Object> line) {
    if (!lines.offer(Optional.of(line))) {
      overflowed++;
    }
  }

  /** Ends it; empty when the disk does not answer in time. */
  public Optional<Ended> end(Duration patience) throws InterruptedException {
    try {
      if (!lines.offer(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      Ended all = ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(
          new Ended(all.lines, all.lost + overflowed, all.checksum, all.whole && overflowed == 0));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private void run() {
    try {
      while (batch()) {
        warn(writer.force());
      }
      boolean whole = writer.close();
      ended.complete(
          new Ended(writer.written() - writer.lost(), writer.lost(), writer.checksum(), whole));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      say.accept("the samples are not written any more: " + e);
      ended.completeExceptionally(e);
    }
  }

  /** Writes what comes together; whether there may be more. */
  private boolean batch() throws InterruptedException {
    Optional<Map<String, Object>> line = lines.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    for (int n = 1; line != null; n++) {
      if (line.isEmpty()) {
        return false;
      }
      warn(writer.write(line.get()));
      line = n < MOST_TOGETHER ? lines.poll(TOGETHER_MILLIS, TimeUnit.MILLISECONDS) : null;
    }
    return true;
  }

  private void warn(boolean written) {
    if (!written && !warned) {
      say.accept(
          "samples cannot be written (is the disk full?); they are kept in memory for a while");
    }
    warned = !written;
  }
}
